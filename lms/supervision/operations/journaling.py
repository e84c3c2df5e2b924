"""One line of the journal for each act on a record: ids only, never a word of its texts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.journal import operations as journal
from lms.supervision.queries.records import Record


def journal_act(
    session: Session, record: Record, action: str, *, now: datetime, **codes: str | bool
) -> None:
    """What the record's reader did with it."""
    journal.record(
        session,
        action,
        now=now,
        actor_id=record.reader.id,
        subject=("participation", record.public_id),
        about=record.trainee.id,
        organisation_id=record.organisation_id,
        role=record.side,
        **codes,
    )
