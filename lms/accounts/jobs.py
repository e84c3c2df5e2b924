"""What the worker does for accounts: address changes that are due, and forgetting in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, or_, select

from lms.accounts.models import (
    AddressChange,
    KnownDevice,
    PasswordReset,
    SignIn,
    SignInLink,
    SpentChallenge,
    Throttle,
)
from lms.accounts.operations.addresses import apply_if_due, expire
from lms.accounts.rules import ENDS_AFTER
from lms.retention.queries import kept_for
from lms.web.database import Application, db

BATCH = 100
A_DAY = timedelta(days=1)


def apply_address_changes(app: Application, *, now: datetime) -> int:
    """Apply wishes whose 72 hours passed, end those that nobody confirmed; how many were ended."""
    with app.app_context():
        with db.reading() as session:
            due = session.scalars(
                select(AddressChange.id)
                .where(AddressChange.closed_at.is_(None), AddressChange.effective_at <= now)
                .order_by(AddressChange.effective_at)
                .limit(BATCH)
            ).all()
        for change_id in due:
            with db.writing() as session:
                if not apply_if_due(session, change_id, now=now):
                    expire(session, change_id, now=now)
    return len(due)


def purge(app: Application, *, now: datetime) -> int:
    """Delete what each model says is kept no longer; how many rows."""
    with app.app_context(), db.writing() as session:
        ended = now - kept_for(session, "sign_ins")
        old = (
            delete(Throttle).where(Throttle.since < now - A_DAY),
            delete(SpentChallenge).where(SpentChallenge.spent_at < now - A_DAY),
            delete(PasswordReset).where(PasswordReset.expires_at < now - A_DAY),
            delete(SignInLink).where(SignInLink.expires_at < now - A_DAY),
            delete(KnownDevice).where(KnownDevice.last_seen_at < ended),
            delete(AddressChange).where(
                AddressChange.closed_at < now - kept_for(session, "address_changes")
            ),
            delete(SignIn).where(
                or_(SignIn.revoked_at < ended, SignIn.created_at < ended - ENDS_AFTER)
            ),
        )
        gone = [session.execute(statement) for statement in old]
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))
