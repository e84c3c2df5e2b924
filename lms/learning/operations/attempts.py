"""Attempts at checks: one open at a time, frozen once submitted, marked here and only here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import QuestionKey
from lms.catalogue.rules.checks.drawing import Drawn
from lms.catalogue.rules.checks.marking import worth
from lms.catalogue.rules.outline import ActivityOutline, VersionOutline
from lms.kernel.database import insert_new
from lms.kernel.refusals import NotThere
from lms.learning.models import Answer, Attempt, TypedAnswer
from lms.learning.operations.enrolments import bump_facts
from lms.learning.operations.open_answers import Written, hand_in
from lms.learning.operations.steps import complete_activity
from lms.learning.operations.typed_answers import Typed, keep_typed
from lms.learning.queries.attempts import OpenAttempt, SealedAnswer
from lms.learning.queries.typed_answers import opened_answers

# Statements that decide a race; no object of the session needs to follow them.
AS_IT_IS = {"synchronize_session": False}
FINEST = 10**12
"""The largest denominator of a result: anything that questions can add up to, exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """What is answered to one question: the id of a plain choice, or a `response`."""

    question: str
    choice: str = ""
    response: Any = None


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
    drawn: Drawn | None = None,
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
        drawn=drawn,
    )


def answer_question(
    session: Session,
    order: AnswerQuestion,
    attempt: OpenAttempt,
    *,
    now: datetime,
    typed: Typed | None = None,
) -> None:
    """Keep an answer in the open attempt, which was read to write, in place of an earlier one.

    `typed` says by whom, where the response is in words of one's own: those are sealed apart.
    """
    if typed is not None:
        keep_typed(session, attempt.id, order.question, order.response, typed, now=now)
    response = order.response if typed is None else None
    values = {"choice": order.choice, "response": response, "answered_at": now}
    known = order.question in attempt.chosen
    if not known and _add_answer(session, order.question, attempt.id, values):
        return
    changed = (
        update(Answer)
        .where(Answer.attempt_id == attempt.id, Answer.question == order.question)
        .values(**values)
    )
    session.execute(changed, execution_options=AS_IT_IS)


def _add_answer(session: Session, question: str, attempt_id: int, values: dict[str, Any]) -> bool:
    return insert_new(session, Answer, attempt_id=attempt_id, question=question, **values)


def submit_attempt(
    session: Session,
    version: VersionOutline,
    activity: ActivityOutline,
    *,
    person_id: int,
    today: date,
    now: datetime,
    written: Written | None = None,
) -> Submission:
    """Mark and freeze the open attempt; a pass completes the step. Repeating it changes nothing."""
    # Closed first and marked afterwards: an answer that was just being kept is in what is marked.
    closed = session.execute(
        update(Attempt)
        .where(*_is_open(person_id, activity.id))
        .values(submitted_at=now, submitted_on=today)
        .returning(Attempt.id, Attempt.public_id, Attempt.questions, Attempt.drawn),
        execution_options=AS_IT_IS,
    ).one_or_none()
    if closed is None:
        return Submission(_last_submitted(session, person_id, activity.id), first=False)
    if closed.drawn is None:
        right: int | Fraction = _mark_choices(session, closed.id)
        waiting = 0
    else:
        waiting = hand_in(session, closed, written, person_id=person_id, now=now)
        right = _mark_each(session, closed, waiting, written, person_id)
    settle(
        session,
        version,
        activity,
        right=right,
        total=closed.questions,
        waiting=waiting,
        person_id=person_id,
        today=today,
        now=now,
    )
    return Submission(closed.public_id, first=True)


def settle(
    session: Session,
    version: VersionOutline,
    activity: ActivityOutline,
    *,
    right: int | Fraction,
    total: int,
    waiting: int,
    person_id: int,
    today: date,
    now: datetime,
) -> None:
    """Complete the step when the result is whole and passes; certification looks again anyway."""
    passed = not waiting and version.passes(activity.module_slug, right, total)
    done = passed and complete_activity(
        session, activity, person_id=person_id, today=today, now=now
    )
    if not done:
        bump_facts(session, person_id, now=now)


def _mark_choices(session: Session, attempt_id: int) -> int:
    """Count and keep the right answers of an attempt at plain choices."""
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


def _mark_each(
    session: Session, closed: Row[Any], waiting: int, written: Written | None, person_id: int
) -> Fraction:
    """Mark every answer of an attempt by its key; keep each share, and their sum."""
    asked = {one["id"] for one in closed.drawn}
    rows = session.execute(
        select(
            Answer.question,
            Answer.choice,
            Answer.response,
            QuestionKey,
            TypedAnswer.public_id,
            TypedAnswer.sealed,
        )
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .outerjoin(
            TypedAnswer,
            (TypedAnswer.attempt_id == Answer.attempt_id)
            & (TypedAnswer.question == Answer.question),
        )
        .join(
            QuestionKey,
            (QuestionKey.activity_id == Attempt.activity_id)
            & (QuestionKey.question == Answer.question),
        )
        .where(Answer.attempt_id == closed.id)
    ).all()
    sealed = {row.question: SealedAnswer(row.public_id, row.sealed) for row in rows if row.sealed}
    typed = opened_answers(session, written.keys, person_id, sealed) if written else {}
    shares = {
        row.question: worth(row[3].key, typed.get(row.question, _kept(row))).share
        for row in rows
        if row.question in asked
    }
    marked = {question: share for question, share in shares.items() if share is not None}
    keep_shares(session, closed.id, marked)
    return keep_result(session, closed.id, sum(marked.values(), Fraction(0)), waiting)


def _kept(row: Row[Any]) -> Any:
    return row.choice if row.response is None else row.response


def keep_shares(session: Session, attempt_id: int, shares: dict[str, Fraction]) -> None:
    """Write down what each answer deserved; one statement for all."""
    if not shares:
        return
    mine = (Answer.attempt_id == bindparam("attempt"), Answer.question == bindparam("asked"))
    written = (
        update(Answer.__table__)  # type: ignore[arg-type]
        .where(*mine)
        .values(share_top=bindparam("top"), share_bottom=bindparam("bottom"))
    )
    rows = [
        {"attempt": attempt_id, "asked": name, "top": one.numerator, "bottom": one.denominator}
        for name, one in shares.items()
    ]
    session.connection().execute(written, rows)


def keep_result(session: Session, attempt_id: int, right: Fraction, waiting: int) -> Fraction:
    """Write down the result of an attempt, exactly."""
    right = right.limit_denominator(FINEST)
    whole, rest = divmod(right, 1)
    values = {
        "right_answers": whole,
        "part_top": rest.numerator,
        "part_bottom": rest.denominator,
        "waiting": waiting,
    }
    marked = update(Attempt).where(Attempt.id == attempt_id).values(**values)
    session.execute(marked, execution_options=AS_IT_IS)
    return right


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
