"""Shortening a rule; the caller journals it, for the journal has rules of its own here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.kernel.database import dialect_of, insert_into
from lms.retention.models import RetentionSetting
from lms.retention.rules import refuse_days


def shorten(session: Session, name: str, days: int, *, now: datetime) -> None:
    """Keep this kind of data for so many days from the next night on; `RuleBroken` otherwise."""
    refuse_days(name, days)
    insert = insert_into(dialect_of(session), RetentionSetting).values(
        rule=name, days=days, changed_at=now
    )
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["rule"], set_={"days": days, "changed_at": now}
        )
    )
