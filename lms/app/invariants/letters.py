"""The outbox: each letter is sent, waits or was given up, and says so consistently."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select

from lms.app.invariants.found import Grounds
from lms.outbox.models import Letter, LetterState


def states(on: Grounds) -> Iterator[str]:
    """Letters in no state, in two at once, or twice under one message id."""
    sent, waiting = Letter.state == LetterState.SENT, Letter.state == LetterState.PENDING
    wrong = or_(
        and_(sent, Letter.sent_at.is_(None)),
        and_(~sent, Letter.sent_at.is_not(None)),
        and_(waiting, Letter.to_address == ""),
        Letter.state.not_in(list(LetterState)),
    )
    for (letter_id,) in on.rows(select(Letter.id).where(wrong)):
        yield f"letter {letter_id}: its state and its instants disagree"
    twice = select(Letter.message_id).group_by(Letter.message_id).having(func.count() > 1)
    for (message_id,) in on.rows(twice):
        yield f"message {message_id} is there more than once"
