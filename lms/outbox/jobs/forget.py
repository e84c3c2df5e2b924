"""Emptying the addresses of letters that left or were given up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, func, update

from lms.outbox.models import Letter, LetterState
from lms.retention.queries import kept_for
from lms.web.database import Application, db


def forget_addresses(app: Application, *, now: datetime) -> int:
    """Empty address and link some days after the end of a letter; the number of letters."""
    with app.app_context(), db.writing() as session:
        ended_at = func.coalesce(Letter.sent_at, Letter.next_attempt_at)
        done = session.execute(
            update(Letter)
            .where(
                Letter.state != LetterState.PENDING,
                Letter.to_address != "",
                ended_at < now - kept_for(session, "letters"),
            )
            .values(to_address="", link="")
        )
        return done.rowcount if isinstance(done, CursorResult) else 0
