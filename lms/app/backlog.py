"""What waits for the worker, in figures: for monitors and for `lms doctor`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.certification.models import Certificate, FileState
from lms.outbox.models import Letter, LetterState


def backlog(session: Session, *, now: datetime) -> dict[str, tuple[str, float]]:
    """Figures by name, each with its words: amounts, and ages in seconds (0 when none waits)."""
    letters = _waiting(session, Letter.created_at, Letter.state == LetterState.PENDING, now)
    asked = Certificate.file_state == FileState.REQUESTED
    documents = _waiting(session, Certificate.issued_at, asked, now)
    lost = select(func.count()).select_from(Letter).where(Letter.state == LetterState.GIVEN_UP)
    return {
        "letters_waiting": ("Letters to be sent.", letters[0]),
        "letters_oldest_seconds": ("Age of the oldest letter to be sent.", letters[1]),
        "letters_given_up": ("Letters that could not be delivered.", session.scalar(lost) or 0),
        "documents_waiting": ("Documents to be drawn.", documents[0]),
        "documents_oldest_seconds": ("Age of the oldest document to be drawn.", documents[1]),
    }


def _waiting(
    session: Session, since: InstrumentedAttribute[Any], where: ColumnElement[bool], now: datetime
) -> tuple[float, float]:
    amount, oldest = session.execute(select(func.count(), func.min(since)).where(where)).one()
    return amount, (now - oldest).total_seconds() if oldest else 0.0
