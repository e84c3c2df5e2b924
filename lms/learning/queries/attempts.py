"""Attempts at checks: the open one, those submitted, and one of them with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module, QuestionKey
from lms.kernel.base import Id
from lms.learning.models import Answer, Attempt


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt under way: the choice made for each answered question."""

    id: int
    number: int
    questions: int
    chosen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A submitted attempt in a list."""

    public_id: str
    number: int
    right: int
    total: int
    submitted_on: date


@dataclass(frozen=True, slots=True)
class SubmittedAttempt:
    """A submitted attempt with its answers and the expected ones."""

    row: AttemptRow
    activity_id: int
    version_id: int
    chosen: Mapping[str, str]
    key: Mapping[str, str]


def open_attempt(session: Session, person_id: int, activity_id: int) -> OpenAttempt | None:
    """The attempt under way and its answers; one statement."""
    mine = {"person": person_id, "activity": activity_id}
    rows = session.execute(_OPEN, mine).all()
    if not rows:
        return None
    chosen = {row.question: row.choice for row in rows if row.question is not None}
    return OpenAttempt(rows[0].id, rows[0].number, rows[0].questions, chosen)


def submitted_attempts(
    session: Session, person_id: int, activity_id: int, limit: int = 10
) -> tuple[AttemptRow, ...]:
    """The newest submitted attempts at a check; one statement."""
    mine = {"person": person_id, "activity": activity_id, "rows": limit}
    return tuple(_row(attempt) for attempt in session.execute(_SUBMITTED, mine))


def submitted_attempt(
    session: Session, person_id: int, module: str, public_id: str
) -> SubmittedAttempt | None:
    """One submitted attempt of this person at this module's check; one statement.

    An attempt is the person's own, so it stays readable when the training has ended.
    """
    rows = session.execute(
        select(Attempt, Module.version_id, QuestionKey.question, QuestionKey.choice, Answer.choice)
        .join(Activity, Activity.id == Attempt.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .join(QuestionKey, QuestionKey.activity_id == Attempt.activity_id)
        .outerjoin(
            Answer,
            (Answer.attempt_id == Attempt.id) & (Answer.question == QuestionKey.question),
        )
        .where(
            Attempt.public_id == public_id,
            Attempt.person_id == person_id,
            Attempt.submitted_at.is_not(None),
            Module.slug == module,
        )
    ).all()
    if not rows:
        return None
    attempt, version_id = rows[0][0], rows[0][1]
    return SubmittedAttempt(
        row=_row(attempt),
        activity_id=attempt.activity_id,
        version_id=version_id,
        chosen={row[2]: row[4] for row in rows if row[4] is not None},
        key={row[2]: row[3] for row in rows},
    )


def _row(attempt: Attempt | Row[*tuple[Any, ...]]) -> AttemptRow:
    if attempt.submitted_at is None:
        raise ValueError("an attempt under way has no result")
    return AttemptRow(
        attempt.public_id,
        attempt.number,
        attempt.right_answers,
        attempt.questions,
        attempt.submitted_on or attempt.submitted_at.date(),
    )


# Put together once: that takes longer than to ask them.
_MINE = (
    Attempt.person_id == bindparam("person", type_=Id),
    Attempt.activity_id == bindparam("activity", type_=Id),
)
_OPEN = (
    select(Attempt.id, Attempt.number, Attempt.questions, Answer.question, Answer.choice)
    .outerjoin(Answer, Answer.attempt_id == Attempt.id)
    .where(*_MINE, Attempt.submitted_at.is_(None))
)
_SUBMITTED = (
    select(
        Attempt.public_id,
        Attempt.number,
        Attempt.right_answers,
        Attempt.questions,
        Attempt.submitted_on,
        Attempt.submitted_at,
    )
    .where(*_MINE, Attempt.submitted_at.is_not(None))
    .order_by(Attempt.number.desc())
    .limit(bindparam("rows", type_=Integer))
)
