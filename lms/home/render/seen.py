"""People in training as managers see them: the page of one, and the tiles of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from lms.accounts.models import RosterStanding
from lms.catalogue.rules.outline import ModuleOutline
from lms.certification.queries import Judgement
from lms.home.queries.roster import COUNTED_UP_TO, Wanted
from lms.home.render.words import StepItem, steps_words, titles
from lms.kernel.text import Text
from lms.learning.models import Enrolment, EnrolmentState
from lms.learning.rules import ModuleState, Progress
from lms.requirements.models import ModuleProgress
from lms.requirements.render import Line, Reader, missing_sentences, sentences, summary
from lms.web.i18n import day, language, said
from lms.web.i18n import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFile:
    """One training of a person as managers of its organisation see it."""

    enrolment: Enrolment
    judged: Judgement
    issued: bool

    @property
    def active(self) -> bool:
        return self.enrolment.state is EnrolmentState.ACTIVE

    @property
    def may_issue(self) -> bool:
        """Whether the page offers to issue the certificate; the operation judges again."""
        return self.active and self.judged.proof.met and not self.issued

    @property
    def summary(self) -> Text:
        return summary(self.judged.proof)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every requirement as a sentence: passed or not, never a score."""
        return sentences(self.judged.proof, titles(self.judged.version), Reader.MANAGER)

    @property
    def missing(self) -> tuple[Line, ...]:
        """Only what is still needed."""
        return missing_sentences(self.judged.proof, titles(self.judged.version), Reader.MANAGER)

    @property
    def path(self) -> list[StepItem]:
        """The modules in words."""
        return [
            _module_seen(module, progress, self.judged.progress)
            for module, progress in zip(
                self.judged.version.modules, self.judged.modules, strict=True
            )
        ]

    @property
    def steps(self) -> str:
        exempted = len(self.judged.progress.exempted)
        return steps_words(self.judged.steps_done, self.judged.steps, exempted)

    @property
    def hours(self) -> list[tuple[int, str, int, int | None]]:
        """The two ledgers apart, with what the programme plans and asks."""
        judged = self.judged
        asked = judged.version.supervision_minutes or None
        planned = (1, _("Training (planned length)"), judged.training.counted)
        signed = (3, _("Signed supervision"), judged.supervision.counted)
        return [(*planned, judged.version.minutes), (*signed, asked)]


def _module_seen(module: ModuleOutline, progress: ModuleProgress, whole: Progress) -> StepItem:
    title, exempted = said(module.title), whole.steps_exempted(module)
    last = whole.exempted_on(module)
    if exempted and last and whole.state_of(module) is ModuleState.DONE:
        words = [steps_words(progress.steps_done, progress.steps_total, exempted)]
        return "exempted", title, None, [*words, _("Exempted on %(day)s", day=day(last))]
    if progress.completed_on is not None:
        return "done", title, None, [_("Completed on %(day)s", day=day(progress.completed_on))]
    if not progress.steps_done and not exempted:
        return "todo", title, None, [_("Not begun")]
    return "now", title, None, [steps_words(progress.steps_done, progress.steps_total, exempted)]


def file_of(enrolment: Enrolment, judged: Judgement, *, issued: bool) -> TrainingFile:
    """What the page of a person shows of one training."""
    return TrainingFile(enrolment=enrolment, judged=judged, issued=issued)


TileItem = tuple[str, str, str, bool]


def standing_words(standing: RosterStanding | None) -> str:
    """How a standing is called; None is everybody."""
    return {
        None: _("Everybody"),
        RosterStanding.TRAINING: _("In training"),
        RosterStanding.MET: _("Requirements met"),
        RosterStanding.ISSUED: _("Certificate issued"),
        RosterStanding.SUSPENDED: _("Role suspended"),
        RosterStanding.ENDED: _("Training over"),
    }[standing]


def tiles(
    counts: Mapping[RosterStanding | None, int], wanted: Wanted, href: Callable[..., str]
) -> list[TileItem]:
    """The counts that filter; each address keeps the search.

    Suspension is rare: where nobody is suspended, nothing speaks of it.
    """
    return [
        (
            counted(number),
            standing_words(standing),
            href(q=wanted.words or None, status=standing.value if standing else None),
            wanted.standing is standing,
        )
        for standing, number in counts.items()
        if number or standing is not RosterStanding.SUSPENDED
    ]


def counted(number: int) -> str:
    """A count, or that there are more than were counted."""
    if number <= COUNTED_UP_TO:
        return str(number)
    return _("over %(number)s", number=format_decimal(COUNTED_UP_TO, locale=language()))
