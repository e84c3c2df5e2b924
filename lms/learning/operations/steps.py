"""Completing a step."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.catalogue.rules.outline import ActivityOutline
from lms.kernel.database import insert_new
from lms.learning.models import Completion
from lms.learning.operations.enrolments import bump_facts


def complete_activity(
    session: Session, activity: ActivityOutline, *, person_id: int, today: date, now: datetime
) -> bool:
    """Record that a step is done, once, with its planned length; true the first time.

    The caller has fetched the step through an active enrolment of this person. The row itself is
    the trace of the act: the journal keeps no times of day of somebody's learning.
    """
    first = insert_new(
        session,
        Completion,
        person_id=person_id,
        activity_id=activity.id,
        minutes=activity.minutes,
        completed_at=now,
        completed_on=today,
    )
    if first:
        bump_facts(session, person_id, now=now)
    return first
