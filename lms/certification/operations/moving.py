"""Moving a training to a newer version: only while nothing was certified of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment.operations.moving import carry_work_drafts
from lms.certification.models import Certificate
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.operations.moves import Moving, held_enrolment, move_enrolment
from lms.learning.queries.moves import MovePlan


def move_to_version(
    session: Session, keys: Keys, enrolment_id: int, version_id: int, moving: Moving
) -> MovePlan:
    """Go on with a newer version of the programme, unless a certificate was issued meanwhile."""
    enrolment = held_enrolment(session, enrolment_id)
    if is_certified(session, enrolment.id):
        raise RuleBroken(
            "version", _("A certificate was issued for this training: it stays on its version.")
        )
    plan = move_enrolment(session, keys, enrolment, version_id, moving)
    carry_work_drafts(session, keys, enrolment.person_id, plan, moving)
    return plan


def is_certified(session: Session, enrolment_id: int) -> bool:
    """Whether a certificate was ever issued for it."""
    found = select(Certificate.id).where(Certificate.enrolment_id == enrolment_id).limit(1)
    return session.scalar(found) is not None
