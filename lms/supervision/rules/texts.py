"""The texts of a record: who reads which, how long they are and how long they are kept."""

from __future__ import annotations

from datetime import date, timedelta

from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.supervision.models import TextKind

LONGEST_TEXT = 20_000

WRITERS = {
    TextKind.SHARED: Role.SUPERVISOR,
    TextKind.PRIVATE: Role.SUPERVISOR,
    TextKind.OWN: Role.TRAINEE,
}
"""Texts that are saved while they are written; an answer comes with its signature."""

OF_ONE_VERSION = (TextKind.ANSWER, TextKind.REASON)
"""Texts that come with a signature, and so with one version of the facts."""


def readable(side: Role, *, shared: bool) -> tuple[TextKind, ...]:
    """The texts that one side of a record may read."""
    if side is Role.SUPERVISOR:
        return (TextKind.SHARED, TextKind.PRIVATE, *OF_ONE_VERSION)
    if shared:
        return (TextKind.SHARED, TextKind.OWN, *OF_ONE_VERSION)
    return (TextKind.OWN, *OF_ONE_VERSION)


def refuse_too_long(words: str) -> None:
    """`RuleBroken` beside `text` when the words pass the limit."""
    if len(words) > LONGEST_TEXT:
        raise RuleBroken(
            "text",
            _(
                "This text has %(number)s characters: %(limit)s at most. Shorten it to save it.",
                number=len(words),
                limit=LONGEST_TEXT,
            ),
        )


def purge_day(held_on: date, agreement_ends_on: date | None, days_kept: int) -> date:
    """When the aide-mémoire is deleted: so long after the session or once the agreement ended."""
    after_session = held_on + timedelta(days=days_kept)
    if agreement_ends_on is None:
        return after_session
    return min(after_session, agreement_ends_on + timedelta(days=1))
