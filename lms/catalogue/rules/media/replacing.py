"""Which file may stand in the place of another, whose name texts go on using."""

from __future__ import annotations

from lms.catalogue.rules.media.taking import OTHER_ENDINGS, ending_of
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _


def beside(name: str) -> tuple[str, ...]:
    """The endings of files that fit under this name."""
    ending = ending_of(name)
    return (ending, *(other for other, ours in OTHER_ENDINGS.items() if ours == ending))


def refuse_misfit(name: str, ending: str) -> None:
    """`RuleBroken("file")` unless a file of this ending may bear the name."""
    fitting = beside(name)
    if ending not in fitting:
        words = _(
            "The texts show %(name)s: choose a file of the same kind (%(kinds)s), or add this one"
            " beside it.",
            name=name,
            kinds=", ".join(fitting),
        )
        raise RuleBroken("file", words)


def refuse_newer(digest: str, seen: str) -> None:
    """`RuleBroken("file")` when somebody else replaced the file since it was looked at."""
    if digest != seen:
        words = _("Somebody put another file here meanwhile: look at it, then choose yours again.")
        raise RuleBroken("file", words)
