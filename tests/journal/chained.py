"""A sealed journal to tamper with, and what a verification says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.journal.operations import record, seal
from lms.journal.queries import Fault, check_chain, head_of
from lms.journal.rules.marks import Mark, MarkKind, public_key
from lms.kernel.keys import Keys

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEYS = Keys(bytes(range(32)))
OURS = public_key(KEYS)


def append(session: Session, count: int, *, at: datetime = NOON) -> None:
    """Record and seal acts, a minute apart."""
    for number in range(count):
        record(
            session,
            "test.act",
            now=at + timedelta(minutes=number),
            actor_id=number % 7,
            subject=("test", number),
            about=number % 5,
            kind="é",
            number=number,
        )
    while seal(session, limit=7):
        continue


def mark(session: Session, kind: MarkKind = MarkKind.HEAD) -> Mark:
    """A mark of the chain's head as it is."""
    return Mark(kind, head_of(session), NOON)


def fault(session: Session, *marks: Mark) -> Fault | None:
    """The first fault of the chain."""
    session.expire_all()
    return check_chain(session, marks, signed_by=OURS).fault


def ids(session: Session) -> list[int]:
    """The ids of the entries in the order of the chain."""
    return list(session.scalars(select(JournalEntry.id).order_by(JournalEntry.sequence)))


def unguard(session: Session) -> None:
    """What somebody who owns the database can do: take the triggers away."""
    on_table = "" if session.get_bind().dialect.name == "sqlite" else " ON journal_entries"
    for act in ("change", "delete"):
        session.execute(text(f"DROP TRIGGER journal_entries_{act}{on_table}"))
