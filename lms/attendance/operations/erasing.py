"""Forgetting attendance: evidence of training, kept without a name for as long as the rest."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person, PersonState
from lms.attendance.models import AttendanceMark


def forget_attendance(session: Session, *, before: date) -> int:
    """Delete lines about people erased before that; how many."""
    later = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.ended_on >= before
    )
    erased = select(Person.id).where(Person.state == PersonState.ERASED, ~later.exists())
    gone = session.execute(delete(AttendanceMark).where(AttendanceMark.person_id.in_(erased)))
    return gone.rowcount if isinstance(gone, CursorResult) else 0
