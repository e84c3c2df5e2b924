"""What has been kept for long enough after a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module
from lms.certification.models import Certificate
from lms.learning.models import Answer, Attempt, Enrolment, EnrolmentMove

AT_ONCE = 500


def attempts_with_old_answers(session: Session, *, before: datetime) -> Sequence[int]:
    """Attempts at checks of a programme that was certified before that, answers still there."""
    issued = (Certificate.enrolment_id == Enrolment.id) & (Certificate.issued_at < before)
    left = EnrolmentMove.enrolment_id == Enrolment.id
    certified = union(
        select(Enrolment.person_id, Enrolment.version_id).join(Certificate, issued),
        # What was answered before the training moved to the certified version.
        select(Enrolment.person_id, EnrolmentMove.from_version_id)
        .join(Certificate, issued)
        .join(EnrolmentMove, left),
    ).subquery()
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
