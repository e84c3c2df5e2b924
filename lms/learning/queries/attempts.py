"""Attempts at checks: the open one, those submitted, and one of them with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, bindparam, select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, Module, QuestionKey
from lms.catalogue.rules.checks.drawing import Drawn
from lms.catalogue.rules.checks.keys import Key
from lms.kernel.base import Id
from lms.learning.models import Answer, Attempt, TypedAnswer


class SealedAnswer(NamedTuple):
    """What was typed, as it is kept."""

    public_id: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt under way: what was answered to each question so far, and what it asks.

    Of what was typed `chosen` only says that there is something; see `typed_answers.in_words`.
    """

    id: int
    number: int
    questions: int
    drawn: Drawn | None
    chosen: Mapping[str, Any]
    sealed: Mapping[str, SealedAnswer]


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A submitted attempt in a list; `waiting` texts must still be read."""

    public_id: str
    number: int
    right: int | Fraction
    total: int
    submitted_on: date
    waiting: int


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to a question, and the share that it deserved where one is kept."""

    answer: Any
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class SubmittedAttempt:
    """A submitted attempt with its answers and what was expected."""

    row: AttemptRow
    id: int
    activity_id: int
    version_id: int
    drawn: Drawn | None
    given: Mapping[str, Given]
    key: Mapping[str, Key]
    sealed: Mapping[str, SealedAnswer]
    """What was typed, which `given` lacks; see `typed_answers.explained_in_words`."""


def open_attempt(
    session: Session, person_id: int, activity_id: int, *, to_write: bool = False
) -> OpenAttempt | None:
    """The attempt under way and its answers; one statement.

    Read `to_write`, nobody submits it before this transaction ends.
    """
    mine = {"person": person_id, "activity": activity_id}
    rows = session.execute(_OPEN_TO_WRITE if to_write else _OPEN, mine).all()
    if not rows:
        return None
    chosen = {row.question: _given(row) for row in rows if row.question is not None}
    first = rows[0]
    sealed = {row.question: SealedAnswer(row.public_id, row.sealed) for row in rows if row.sealed}
    return OpenAttempt(first.id, first.number, first.questions, first.drawn, chosen, sealed)


def _given(row: Row[*tuple[Any, ...]]) -> Any:
    return row.choice if row.response is None else row.response


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
        select(Attempt, Module.version_id, QuestionKey, Answer, TypedAnswer)
        .join(Activity, Activity.id == Attempt.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .join(QuestionKey, QuestionKey.activity_id == Attempt.activity_id)
        .outerjoin(
            Answer,
            (Answer.attempt_id == Attempt.id) & (Answer.question == QuestionKey.question),
        )
        .outerjoin(TypedAnswer, _TYPED)
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
        id=attempt.id,
        activity_id=attempt.activity_id,
        version_id=version_id,
        drawn=attempt.drawn,
        given={row[2].question: given_in(row[3]) for row in rows if row[3] is not None},
        key={row[2].question: row[2].key for row in rows},
        sealed={
            row[2].question: SealedAnswer(row[4].public_id, row[4].sealed)
            for row in rows
            if row[4] is not None
        },
    )


def given_in(answer: Answer) -> Given:
    """What an answer holds."""
    kept = answer.choice if answer.response is None else answer.response
    if answer.share_top is None or answer.share_bottom is None:
        return Given(kept, None)
    return Given(kept, Fraction(answer.share_top, answer.share_bottom))


def result_of(whole: int, top: int, bottom: int) -> int | Fraction:
    """The result of an attempt: a whole number wherever it is one."""
    return whole + Fraction(top, bottom) if top else whole


def _row(attempt: Attempt | Row[*tuple[Any, ...]]) -> AttemptRow:
    if attempt.submitted_at is None:
        raise ValueError("an attempt under way has no result")
    return AttemptRow(
        attempt.public_id,
        attempt.number,
        result_of(attempt.right_answers, attempt.part_top, attempt.part_bottom),
        attempt.questions,
        attempt.submitted_on or attempt.submitted_at.date(),
        attempt.waiting,
    )


BEST_FIRST = (
    Attempt.right_answers.desc(),
    (Attempt.part_top * 1.0 / Attempt.part_bottom).desc(),
    Attempt.submitted_at,
    Attempt.id,
)
"""The best attempt first; between equals, the earliest."""
COUNTED = (Attempt.submitted_at.is_not(None), Attempt.waiting == 0)
"""Submitted, and with nothing left for a tutor to read."""

# Put together once: that takes longer than to ask them.
_MINE = (
    Attempt.person_id == bindparam("person", type_=Id),
    Attempt.activity_id == bindparam("activity", type_=Id),
)
_TYPED = (TypedAnswer.attempt_id == Answer.attempt_id) & (TypedAnswer.question == Answer.question)
_OPEN = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.questions,
        Attempt.drawn,
        Answer.question,
        Answer.choice,
        Answer.response,
        TypedAnswer.public_id,
        TypedAnswer.sealed,
    )
    .outerjoin(Answer, Answer.attempt_id == Attempt.id)
    .outerjoin(TypedAnswer, _TYPED)
    .where(*_MINE, Attempt.submitted_at.is_(None))
)
_OPEN_TO_WRITE = _OPEN.with_for_update(of=Attempt)
_SUBMITTED = (
    select(
        Attempt.public_id,
        Attempt.number,
        Attempt.right_answers,
        Attempt.part_top,
        Attempt.part_bottom,
        Attempt.questions,
        Attempt.submitted_on,
        Attempt.submitted_at,
        Attempt.waiting,
    )
    .where(*_MINE, Attempt.submitted_at.is_not(None))
    .order_by(Attempt.number.desc())
    .limit(bindparam("rows", type_=Integer))
)
