"""First attempts at a check by the people of one organisation, without who they are."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from sqlalchemy import Integer, Row, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from lms.catalogue.models import QuestionKey
from lms.catalogue.rules.checks.marking import worth
from lms.kernel.base import Id
from lms.learning.models import Answer, Attempt, Enrolment
from lms.learning.rules.statistics import FEWEST, NONE, FirstAttempt

MOST = 496
"""Newest attempts that are looked at: whole groups of eight."""

Keys = dict[str, Any]


def first_attempts(
    session: Session, *, organisation_id: int, version_id: int, activity_id: int
) -> tuple[FirstAttempt, ...]:
    """Each person's first submitted attempt, the oldest first; four statements."""
    asked = {"organisation": organisation_id, "version": version_id, "activity": activity_id}
    total = session.scalar(_COUNT, asked) or 0
    # The first to be looked at begins a group, so that groups stay the same from day to day.
    skipped = -(-max(0, total - MOST) // FEWEST) * FEWEST
    rows = session.execute(_FIRST, {**asked, "skipped": skipped, "rows": MOST}).all()
    keys = {row.question: row.key for row in session.scalars(_KEYS, asked)}
    given: defaultdict[int, dict[str, Row[Any]]] = defaultdict(dict)
    for answer in session.execute(_ANSWERS, {"attempts": [row.id for row in rows]}):
        given[answer.attempt_id][answer.question] = answer
    return tuple(_first(row, keys, given[row.id]) for row in rows)


def _first(row: Row[Any], keys: Keys, given: dict[str, Row[Any]]) -> FirstAttempt:
    asked = keys if row.drawn is None else [one["id"] for one in row.drawn]
    shares = {
        name: _share(keys[name], given.get(name))
        for name in asked
        if name in keys and not _read_by_a_tutor(keys[name])
    }
    return FirstAttempt(shares, kept=bool(given) or not (row.right_answers or row.part_top))


def _read_by_a_tutor(key: Any) -> bool:
    return isinstance(key, dict) and key["kind"] == "open"


def _share(key: Any, answer: Row[Any] | None) -> Fraction:
    if answer is None:
        return NONE
    if answer.share_top is not None and answer.share_bottom is not None:
        return Fraction(answer.share_top, answer.share_bottom)
    return worth(key, answer.choice if answer.response is None else answer.response).share or NONE


# Put together once: that takes longer than to ask them.
_EARLIER = aliased(Attempt)
_THEIRS = (
    Attempt.activity_id == bindparam("activity", type_=Id),
    Attempt.submitted_at.is_not(None),
    Attempt.person_id.in_(
        select(Enrolment.person_id).where(
            Enrolment.organisation_id == bindparam("organisation", type_=Id),
            Enrolment.version_id == bindparam("version", type_=Id),
        )
    ),
    ~select(_EARLIER.id)
    .where(
        _EARLIER.person_id == Attempt.person_id,
        _EARLIER.activity_id == Attempt.activity_id,
        _EARLIER.number < Attempt.number,
        _EARLIER.submitted_at.is_not(None),
    )
    .exists(),
)
_COUNT = select(func.count()).select_from(Attempt).where(*_THEIRS)
_FIRST = (
    select(Attempt.id, Attempt.drawn, Attempt.right_answers, Attempt.part_top)
    .where(*_THEIRS)
    .order_by(Attempt.submitted_at, Attempt.id)
    .offset(bindparam("skipped", type_=Integer))
    .limit(bindparam("rows", type_=Integer))
)
_KEYS = select(QuestionKey).where(QuestionKey.activity_id == bindparam("activity", type_=Id))
_ANSWERS = select(
    Answer.attempt_id,
    Answer.question,
    Answer.choice,
    Answer.response,
    Answer.share_top,
    Answer.share_bottom,
).where(Answer.attempt_id.in_(bindparam("attempts", expanding=True, type_=Id)))
