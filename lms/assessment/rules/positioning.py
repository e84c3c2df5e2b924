"""When somebody places themselves, and where their words are sealed."""

from __future__ import annotations

from lms.assessment.models import Moment
from lms.catalogue.rules.outline import VersionOutline
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.learning.rules import ModuleState, Progress
from lms.vault.rules import Place

LONGEST = 2_000
"""Signs about one domain."""


def positioning_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where words about a domain are sealed: under the key of the person."""
    return Place("positioning_texts", public_id, "sealed", person_id, organisation_id)


def closed_words(moment: Moment, version: VersionOutline, progress: Progress) -> Text | None:
    """Why a picture cannot be made now; None when it can."""
    if moment is Moment.BEFORE and _under_way(version, progress):
        return _(
            "A first module is done: a picture of “before” made now would be seen with the eyes of"
            " today. What you say of your competencies day by day stays open."
        )
    if moment is Moment.AFTER and progress.next_activity(version) is not None:
        return _("It opens when no step of the programme is left to do.")
    return None


def refuse_closed(moment: Moment, version: VersionOutline, progress: Progress) -> None:
    """`RuleBroken` for a picture that cannot be made now."""
    words = closed_words(moment, version, progress)
    if words is not None:
        raise RuleBroken("", words)


def _under_way(version: VersionOutline, progress: Progress) -> bool:
    return any(progress.state_of(module) is ModuleState.DONE for module in version.modules)
