"""Whether somebody's reading was journaled already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry


def is_noted(
    session: Session,
    action: str,
    *,
    actor_id: int,
    about: int,
    subject: tuple[str, str | int],
    since: datetime,
) -> bool:
    """Whether this reading by this person was journaled at or after `since`; one statement."""
    noted = exists().where(
        JournalEntry.about_person_id == about,
        JournalEntry.action == action,
        JournalEntry.actor_id == actor_id,
        JournalEntry.subject_kind == subject[0],
        JournalEntry.subject_id == str(subject[1]),
        JournalEntry.at >= since,
    )
    return session.scalar(select(noted)) or False
