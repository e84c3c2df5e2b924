"""What a session has proved: the second factor at its start, and once more before what matters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.accounts.models import SignIn, SignInState
from lms.accounts.operations.factors import journal
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere


def pass_second_factor(
    session: Session, person_id: int, sign_in_id: int, *, token: str, now: datetime
) -> None:
    """Open a session whose second factor was shown, under a new token: the old one is nobody's."""
    opened = session.scalars(
        update(SignIn)
        .where(
            SignIn.id == sign_in_id,
            SignIn.state == SignInState.PENDING,
            SignIn.revoked_at.is_(None),
        )
        .values(
            state=SignInState.OPEN,
            token_hash=token_hash(token),
            second_factor_at=now,
            proved_at=now,
            last_seen_at=now,
        )
        .returning(SignIn.public_id)
    ).all()
    if not opened:
        raise NotThere
    journal(session, "accounts.pass_second_factor", person_id, ("sign_in", opened[0]), now)


def prove_again(
    session: Session, person_id: int, sign_in_id: int, *, token: str, now: datetime
) -> None:
    """The person has just proved once more who they are; the session goes on under a new token."""
    proved = session.scalars(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.revoked_at.is_(None))
        .values(proved_at=now, token_hash=token_hash(token))
        .returning(SignIn.public_id)
    ).all()
    if not proved:
        raise NotThere
    journal(session, "accounts.prove_again", person_id, ("sign_in", proved[0]), now)
