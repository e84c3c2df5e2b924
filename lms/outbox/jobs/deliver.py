"""Sending what waits: each letter is claimed, handed to the mail server, then marked as sent.

One that is killed between the last two steps goes out again with the same Message-ID: as near to
"exactly once" as mail allows.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update

from lms.outbox.jobs.carriers import AddressRefused, Carrier, NotNow, ServerAway, carrier_for
from lms.outbox.models import Letter, LetterState
from lms.outbox.render import as_mail
from lms.outbox.rules import is_hopeless, pause_after
from lms.web.database import Application, db
from lms.web.page import now as present

log = logging.getLogger("sillage")


@dataclass(frozen=True, slots=True)
class Post:
    """Where mail says that it comes from."""

    public_url: str
    sender: str


def deliver_due(app: Application, now: datetime | None = None) -> int:
    """Send every letter whose time has come; the number that left.

    One refused address stops nobody else; a server that does not answer ends this round.
    """
    settings = app.extensions["sillage.settings"]
    post = Post(settings.public_url, settings.mail_from)
    moment = now or present()
    sent = 0
    with app.app_context(), carrier_for(settings.smtp, settings.data / "mail") as carrier:
        while (letter := _claim_next(moment)) is not None:
            try:
                sent += _send(letter, carrier, post, moment)
            except ServerAway as away:
                log.warning("mail server away: %s", away)
                _put_off(letter, moment)
                break
    return sent


def _send(letter: Letter, carrier: Carrier, post: Post, now: datetime) -> bool:
    try:
        carrier.carry(as_mail(letter, public_url=post.public_url, sender=post.sender))
    except (AddressRefused, ValueError) as refused:
        # Neither the address nor the server's words: both name somebody.
        log.warning("letter %s given up: %s", letter.id, type(refused).__name__)
        _close(letter, LetterState.GIVEN_UP, now)
        return False
    except NotNow as refused:
        log.warning("letter %s put off: %s", letter.id, refused)
        _put_off(letter, now)
        return False
    _close(letter, LetterState.SENT, now)
    return True


def _claim_next(now: datetime) -> Letter | None:
    """The next due letter, taken so that no other worker sends it at the same time."""
    due = (
        select(Letter)
        .where(Letter.state == LetterState.PENDING, Letter.next_attempt_at <= now)
        .order_by(Letter.next_attempt_at, Letter.id)
        .limit(1)
    )
    while True:
        with db.reading() as session:
            letter = session.scalar(due)
        if letter is None:
            return None
        attempts = letter.attempts + 1
        if _change(letter, attempts=attempts, next_attempt_at=now + pause_after(attempts)):
            letter.attempts = attempts
            return letter


def _put_off(letter: Letter, now: datetime) -> None:
    """Leave the letter to its next attempt, unless it has been tried for long enough."""
    if is_hopeless(letter.created_at, now=now):
        log.warning("letter %s given up after %s attempts", letter.id, letter.attempts)
        _close(letter, LetterState.GIVEN_UP, now)


def _close(letter: Letter, state: LetterState, now: datetime) -> None:
    sent_at = now if state is LetterState.SENT else None
    _change(letter, state=state, sent_at=sent_at, next_attempt_at=now, link="")


def _change(letter: Letter, **values: Any) -> bool:
    """Change a pending letter that nobody else has claimed since."""
    with db.writing() as session:
        changed = session.execute(
            update(Letter)
            .where(
                Letter.id == letter.id,
                Letter.state == LetterState.PENDING,
                Letter.attempts == letter.attempts,
            )
            .values(**values)
        )
        return isinstance(changed, CursorResult) and changed.rowcount == 1
