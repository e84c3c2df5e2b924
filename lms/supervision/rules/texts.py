"""The texts of a record: who reads which, how long they are and how long they are kept."""

from __future__ import annotations

from datetime import date, timedelta

from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.supervision.models import TextKind

LONGEST_TEXT = 20_000
AIDE_MEMOIRE_KEPT = timedelta(days=90)
SHARED_KEPT = timedelta(days=730)
"""After the agreement's end; the trainee's own note stays with the trainee's account."""

WRITERS = {
    TextKind.SHARED: Role.SUPERVISOR,
    TextKind.PRIVATE: Role.SUPERVISOR,
    TextKind.OWN: Role.TRAINEE,
}
"""Texts that are saved while they are written; an answer comes with its signature."""


def readable(side: Role, *, shared: bool) -> tuple[TextKind, ...]:
    """The texts that one side of a record may read."""
    if side is Role.SUPERVISOR:
        return (TextKind.SHARED, TextKind.PRIVATE, TextKind.ANSWER)
    return (
        (TextKind.SHARED, TextKind.OWN, TextKind.ANSWER)
        if shared
        else (TextKind.OWN, TextKind.ANSWER)
    )


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


def purge_day(held_on: date, agreement_ends_on: date | None) -> date:
    """When the aide-mémoire is deleted: 90 days after the session or once the agreement ended."""
    after_session = held_on + AIDE_MEMOIRE_KEPT
    if agreement_ends_on is None:
        return after_session
    return min(after_session, agreement_ends_on + timedelta(days=1))
