"""What is typed into a check: sealed as it is kept, also where it was kept before it was sealed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.learning.models import Answer, Attempt, TypedAnswer
from lms.learning.queries.typed_answers import plain_answers
from lms.learning.rules.places import typed_answer_place
from lms.vault.operations import seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Who typed an answer, the keys, and a fresh public id for its words."""

    keys: Keys
    person_id: int
    public_id: str


def keep_typed(
    session: Session, attempt_id: int, question: str, given: Any, by: Typed, *, now: datetime
) -> None:
    """Seal what was typed in place of what was there; the caller holds the attempt."""
    place = typed_answer_place(by.public_id, by.person_id)
    row = {
        "public_id": by.public_id,
        "attempt_id": attempt_id,
        "question": question,
        "person_id": by.person_id,
        "sealed": seal(session, by.keys, place, json.dumps(given, ensure_ascii=False), now=now),
    }
    if not insert_new(session, TypedAnswer, **row):
        mine = (TypedAnswer.attempt_id == attempt_id, TypedAnswer.question == question)
        session.execute(delete(TypedAnswer).where(*mine))
        insert_new(session, TypedAnswer, **row)


def seal_plain_answers(
    session: Session, keys: Keys, attempt_id: int, *, now: datetime, token: Callable[[], str]
) -> int:
    """Seal what was typed into an attempt before such words were sealed; how many answers."""
    held = select(Attempt.person_id).where(Attempt.id == attempt_id).with_for_update()
    person_id = session.scalars(held).one_or_none()
    if person_id is None:
        return 0
    # Read once the attempt is held: somebody may just have answered anew.
    plain = plain_answers(session, attempt_id)
    for question, given in plain:
        by = Typed(keys=keys, person_id=person_id, public_id=token())
        keep_typed(session, attempt_id, question, given, by, now=now)
        mine = (Answer.attempt_id == attempt_id, Answer.question == question)
        session.execute(update(Answer).where(*mine).values(response=None))
    return len(plain)
