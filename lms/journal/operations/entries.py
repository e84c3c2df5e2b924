"""Writing the journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry


def record(
    session: Session,
    action: str,
    *,
    now: datetime,
    actor_id: int | None,
    subject: tuple[str, str | int],
    about: int | None = None,
    organisation_id: int | None = None,
    role: str = "",
    **details: str | int | bool | None,
) -> None:
    """Append one act: `action` is "room.verb", `subject` (kind, public or internal id).

    `about` is the person whose data was changed or read; `details` hold ids and codes, no words.
    """
    session.add(
        JournalEntry(
            at=now,
            actor_id=actor_id,
            role=role,
            action=action,
            subject_kind=subject[0],
            subject_id=str(subject[1]),
            organisation_id=organisation_id,
            about_person_id=about,
            details=details,
        )
    )
