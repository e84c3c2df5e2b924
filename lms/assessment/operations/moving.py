"""Drafts of work go along when a training moves; what was handed in stays, and is found again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.assessment.rules.work import DRAFTS_KEPT, HANDED_IN, WORK_FORM
from lms.kernel.keys import Keys
from lms.learning.operations.moves import Moving, carry_drafts
from lms.learning.queries.moves import MovePlan


def carry_work_drafts(
    session: Session, keys: Keys, person_id: int, plan: MovePlan, moving: Moving
) -> None:
    """What is being written for a step goes on under the newer one, sealed again."""
    subjects = {
        str(each.before.id): str(each.step.id)
        for each in plan.steps
        if each.before is not None and each.step.kind in HANDED_IN
    }
    carry_drafts(session, keys, WORK_FORM, subjects, person_id, moving, DRAFTS_KEPT)
