"""What has been kept for long enough after a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module
from lms.certification.models import Certificate
from lms.learning.models import Answer, Attempt, Enrolment

AT_ONCE = 500


def attempts_with_old_answers(session: Session, *, before: datetime) -> Sequence[int]:
    """Attempts at checks of a programme that was certified before that, answers still there."""
    certified = (
        select(Enrolment.person_id, Enrolment.version_id)
        .join(Certificate, Certificate.enrolment_id == Enrolment.id)
        .where(Certificate.issued_at < before)
        .distinct()
        .subquery()
    )
    return session.scalars(
        select(Attempt.id)
        .join(Activity, Activity.id == Attempt.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .join(
            certified,
            (certified.c.person_id == Attempt.person_id)
            & (certified.c.version_id == Module.version_id),
        )
        .where(
            Attempt.submitted_at.is_not(None),
            select(Answer.attempt_id).where(Answer.attempt_id == Attempt.id).exists(),
        )
        .order_by(Attempt.id)
        .limit(AT_ONCE)
    ).all()
