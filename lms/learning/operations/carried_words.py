"""The words of an attempt that is taken over by a newer check: opened and sealed for their copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.learning.models import AnswerReading, Attempt, OpenAnswer, TypedAnswer
from lms.learning.rules.places import open_answer_place, reply_place, typed_answer_place
from lms.vault.operations import open_sealed, seal
from lms.vault.rules import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """Whose words they are; `token` makes public ids."""

    keys: Keys
    person_id: int
    token: Callable[[], str]
    now: datetime


def carry_words(session: Session, held: str, made: str, copy: Copying) -> None:
    """What was typed, the open texts and their readings, from one attempt to its copy."""
    both = select(Attempt.public_id, Attempt.id).where(Attempt.public_id.in_([held, made]))
    ids = {row.public_id: row.id for row in session.execute(both)}
    typed = select(TypedAnswer).where(TypedAnswer.attempt_id == ids[held])
    for one in session.scalars(typed).all():
        public_id = copy.token()
        session.add(
            TypedAnswer(
                public_id=public_id,
                attempt_id=ids[made],
                question=one.question,
                person_id=copy.person_id,
                sealed=_again(session, copy, one, public_id, typed_answer_place),
            )
        )
    texts = select(OpenAnswer).where(OpenAnswer.attempt_id == ids[held])
    for text in session.scalars(texts).all():
        _carry_text(session, text, ids[made], copy)


def _carry_text(session: Session, text: OpenAnswer, attempt_id: int, copy: Copying) -> None:
    public_id = copy.token()
    carried = OpenAnswer(
        public_id=public_id,
        attempt_id=attempt_id,
        question=text.question,
        person_id=copy.person_id,
        sealed=_again(session, copy, text, public_id, open_answer_place),
        read_at=text.read_at,
    )
    session.add(carried)
    session.flush()
    said = select(AnswerReading).where(AnswerReading.open_answer_id == text.id)
    for reading in session.scalars(said).all():
        own = copy.token()
        session.add(
            AnswerReading(
                public_id=own,
                open_answer_id=carried.id,
                person_id=copy.person_id,
                reader_id=reading.reader_id,
                read_at=reading.read_at,
                judgement=reading.judgement,
                sealed=_again(session, copy, reading, own, reply_place),
            )
        )


def _again(
    session: Session,
    copy: Copying,
    row: TypedAnswer | OpenAnswer | AnswerReading,
    public_id: str,
    place: Callable[[str, int], Place],
) -> bytes:
    """The words of a row, sealed for the row that copies it."""
    words = open_sealed(session, copy.keys, place(row.public_id, copy.person_id), row.sealed)
    return seal(session, copy.keys, place(public_id, copy.person_id), words, now=copy.now)
