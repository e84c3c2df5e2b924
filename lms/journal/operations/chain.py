"""Sealing entries into the chain, and forgetting the oldest so that the rest still holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from lms.journal.models import JournalCheckpoint, JournalEntry
from lms.journal.queries.chain import head_of
from lms.journal.rules.chain import SEALED_FIELDS, Head, next_head
from lms.journal.rules.marks import Mark, MarkKind, sign
from lms.kernel.keys import Keys

SEALED_AT_ONCE = 1_000
LOCK = 7_015_001
"""PostgreSQL's advisory lock of whoever seals or purges; SQLite has one writer anyway."""


def seal(session: Session, *, limit: int = SEALED_AT_ONCE) -> int:
    """Chain committed entries that are not chained yet, in the order of their ids; how many.

    The session must write: on SQLite its BEGIN IMMEDIATE is the lock.
    """
    _lock(session)
    columns = [getattr(JournalEntry, name) for name in SEALED_FIELDS]
    waiting = select(*columns).where(JournalEntry.sequence.is_(None))
    rows = session.execute(waiting.order_by(JournalEntry.id).limit(limit)).mappings().all()
    head, sealed = head_of(session), []
    for row in rows:
        head = next_head(head, row)
        sealed.append({"id": row["id"], "sequence": head.sequence, "link": head.link})
    if sealed:
        session.execute(update(JournalEntry), sealed)
    return len(sealed)


def purge(session: Session, keys: Keys, *, before: datetime, now: datetime) -> int:
    """Delete the entries at the beginning of the chain that are older than `before`; how many.

    A signed checkpoint keeps the last link, so that what stays can still be verified. An older
    entry that was chained after a younger one waits for it.
    """
    while seal(session):
        continue
    _lock(session)
    last = _last_before(session, before)
    if last is None:
        return 0
    mark = Mark(MarkKind.PURGED, last, now)
    session.add(
        JournalCheckpoint(
            sequence=last.sequence, link=last.link, at=now, signature=sign(mark, keys)
        )
    )
    # The trigger lets go of nothing beyond the checkpoint.
    session.flush()
    gone = session.execute(delete(JournalEntry).where(JournalEntry.sequence <= last.sequence))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _last_before(session: Session, before: datetime) -> Head | None:
    first_kept = session.scalar(
        select(func.min(JournalEntry.sequence)).where(JournalEntry.at >= before)
    )
    older = select(JournalEntry.sequence, JournalEntry.link).where(
        JournalEntry.sequence.is_not(None)
    )
    if first_kept is not None:
        older = older.where(JournalEntry.sequence < first_kept)
    row = session.execute(older.order_by(JournalEntry.sequence.desc()).limit(1)).one_or_none()
    return Head(row[0] or 0, row[1] or "") if row else None


def _lock(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
