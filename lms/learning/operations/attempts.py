"""Attempts at checks: one open at a time, frozen once submitted, marked here and only here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import QuestionKey
from lms.catalogue.rules.outline import ActivityOutline, VersionOutline
from lms.kernel.database import insert_new
from lms.kernel.refusals import NotThere
from lms.learning.models import Answer, Attempt
from lms.learning.operations.enrolments import bump_facts
from lms.learning.operations.steps import complete_activity

# Statements that decide a race; no object of the session needs to follow them.
AS_IT_IS = {"synchronize_session": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """One choice for one question."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted attempt; `first` is false when it had been submitted before."""

    public_id: str
    first: bool


def start_attempt(
    session: Session,
    activity: ActivityOutline,
    *,
    questions: int,
    person_id: int,
    now: datetime,
    public_id: str,
) -> bool:
    """Open an attempt unless one is open; true when a new one was opened."""
    mine = (Attempt.person_id == person_id, Attempt.activity_id == activity.id)
    number = select(func.coalesce(func.max(Attempt.number), 0) + 1).where(*mine)
    return insert_new(
        session,
        Attempt,
        public_id=public_id,
        person_id=person_id,
        activity_id=activity.id,
        number=number.scalar_subquery(),
        questions=questions,
        started_at=now,
    )


def answer_question(
    session: Session,
    order: AnswerQuestion,
    activity: ActivityOutline,
    *,
    person_id: int,
    now: datetime,
) -> bool:
    """Keep a choice in the open attempt, in place of an earlier one; false when none is open."""
    # The row is held until the end, so that nobody submits the attempt in between.
    attempt_id = session.scalar(
        select(Attempt.id).where(*_is_open(person_id, activity.id)).with_for_update()
    )
    if attempt_id is None:
        return False
    changed = (
        update(Answer)
        .where(Answer.attempt_id == attempt_id, Answer.question == order.question)
        .values(choice=order.choice, answered_at=now)
        .returning(Answer.question)
    )
    if session.scalar(changed) is None:
        insert_new(
            session,
            Answer,
            attempt_id=attempt_id,
            question=order.question,
            choice=order.choice,
            answered_at=now,
        )
    return True


def submit_attempt(
    session: Session,
    version: VersionOutline,
    activity: ActivityOutline,
    *,
    person_id: int,
    today: date,
    now: datetime,
) -> Submission:
    """Mark and freeze the open attempt; a pass completes the step. Repeating it changes nothing."""
    # Closed first and marked afterwards: an answer that was just being kept is in what is marked.
    closed = session.execute(
        update(Attempt)
        .where(*_is_open(person_id, activity.id))
        .values(submitted_at=now, submitted_on=today)
        .returning(Attempt.id, Attempt.public_id, Attempt.questions),
        execution_options=AS_IT_IS,
    ).one_or_none()
    if closed is None:
        return Submission(_last_submitted(session, person_id, activity.id), first=False)
    passed = _mark(session, closed.id) >= version.right_needed(
        activity.module_slug, closed.questions
    )
    done = passed and complete_activity(
        session, activity, person_id=person_id, today=today, now=now
    )
    if not done:
        bump_facts(session, person_id, now=now)
    return Submission(closed.public_id, first=True)


def _mark(session: Session, attempt_id: int) -> int:
    """Count and keep the right answers of an attempt."""
    right = (
        select(func.count())
        .select_from(Answer)
        .join(
            QuestionKey,
            (QuestionKey.question == Answer.question) & (QuestionKey.choice == Answer.choice),
        )
        .where(Answer.attempt_id == attempt_id, QuestionKey.activity_id == Attempt.activity_id)
        .correlate(Attempt)
    )
    marked = (
        update(Attempt)
        .where(Attempt.id == attempt_id)
        .values(right_answers=right.scalar_subquery())
        .returning(Attempt.right_answers)
    )
    return session.execute(marked, execution_options=AS_IT_IS).scalar_one()


def _is_open(person_id: int, activity_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Attempt.person_id == person_id,
        Attempt.activity_id == activity_id,
        Attempt.submitted_at.is_(None),
    )


def _last_submitted(session: Session, person_id: int, activity_id: int) -> str:
    """Where a repeated submission leads; `NotThere` when nothing was ever submitted."""
    found = session.scalar(
        select(Attempt.public_id)
        .where(
            Attempt.person_id == person_id,
            Attempt.activity_id == activity_id,
            Attempt.submitted_at.is_not(None),
        )
        .order_by(Attempt.number.desc())
        .limit(1)
    )
    if found is None:
        raise NotThere
    return found
