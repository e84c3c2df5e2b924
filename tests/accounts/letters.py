"""Reading the letters that tests cause."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.outbox.models import Letter, LetterState


def letters_to(session: Session, address: str) -> list[Letter]:
    """What waits for an address, oldest first."""
    waiting = select(Letter).where(
        Letter.to_address == address, Letter.state == LetterState.PENDING
    )
    return list(session.scalars(waiting.order_by(Letter.id)))


def words_of(letter: Letter) -> str:
    """Subject and lines, in English."""
    packed = [letter.words["subject"], *letter.words["lines"]]
    return " ".join(str(words["msgid"]) for words in packed)
