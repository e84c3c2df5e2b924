"""Forgetting a person's answers, and ending what they were enrolled in; the facts stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person, PersonState
from lms.accounts.operations.erasing import invitations_of
from lms.accounts.operations.invitations import forget_invitations
from lms.learning.models import (
    Answer,
    Attempt,
    Completion,
    Enrolment,
    EnrolmentState,
    TrainingOffer,
)
from lms.learning.operations.enrolments import end_enrolment

FORGOTTEN_AT_ONCE = 500


def forget_training(
    session: Session, person_id: int, email_key: str, *, today: date, now: datetime
) -> None:
    """Delete answers and invitations and end enrolments.

    Days and minutes of steps, and the results of checks, stay as evidence of training, without a
    name; see the rule `training_evidence`.
    """
    mine = select(Attempt.id).where(Attempt.person_id == person_id)
    session.execute(delete(Answer).where(Answer.attempt_id.in_(mine)))
    asked = invitations_of(session, person_id, email_key)
    session.execute(delete(TrainingOffer).where(TrainingOffer.invitation_id.in_(asked)))
    forget_invitations(session, asked)
    living = (Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ACTIVE)
    for enrolment in session.scalars(select(Enrolment).where(*living)).all():
        end_enrolment(session, enrolment, by=person_id, on=today, now=now)


def forget_answers(session: Session, attempt_ids: Sequence[int]) -> int:
    """Delete what was answered in these attempts; their results stay. How many answers."""
    gone = session.execute(delete(Answer).where(Answer.attempt_id.in_(attempt_ids)))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def forget_evidence(session: Session, *, before: date) -> int:
    """Delete steps and attempts of people erased before that; how many rows.

    Their last role ended with the erasure, if not earlier.
    """
    later = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.ended_on >= before
    )
    erased = select(Person.id).where(Person.state == PersonState.ERASED, ~later.exists())
    attempts = select(Attempt.id).where(Attempt.person_id.in_(erased))
    gone = [
        session.execute(statement)
        for statement in (
            delete(Answer).where(Answer.attempt_id.in_(attempts)),
            delete(Attempt).where(Attempt.person_id.in_(erased)),
            delete(Completion).where(Completion.person_id.in_(erased)),
        )
    ]
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))
