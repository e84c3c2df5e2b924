"""Opening, touching and closing sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.accounts.models import SignIn
from lms.journal.operations import record
from lms.kernel.keys import token_hash


def open_sign_in(
    session: Session, *, person_id: int, token: str, public_id: str, device: str, now: datetime
) -> SignIn:
    """Remember a device that proved who the person is; only the token's hash is kept."""
    opened = SignIn(
        public_id=public_id,
        person_id=person_id,
        token_hash=token_hash(token),
        device=device,
        created_at=now,
        last_seen_at=now,
    )
    session.add(opened)
    record(
        session,
        "accounts.sign_in",
        now=now,
        actor_id=person_id,
        subject=("sign_in", public_id),
        about=person_id,
    )
    return opened


def touch(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """Remember that the device was seen."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now))


def close_sign_in(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """End one device's session; the next request with its token is a stranger's."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.revoked_at.is_(None))
        .values(revoked_at=now)
    )
