"""The authenticator app: added once its code was shown, asked at sign-in, removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import AuthenticatorApp
from lms.accounts.operations.factors import (
    Keeper,
    factor_added,
    factor_removed,
    make_room,
    refuse_last,
)
from lms.accounts.rules.secrets import SecretLost, open_secret, seal_secret
from lms.accounts.rules.totp import step_of, typed_code
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _

KIND = "app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """Chance, passed in."""

    public_id: str
    nonce: bytes
    message_id: str


def add_app(
    session: Session,
    keys: Keys,
    keeper: Keeper,
    *,
    secret: str,
    code: str,
    chance: Chance,
    now: datetime,
) -> bool:
    """Keep the secret whose code the person has just shown; whether it is the first factor."""
    step = step_of(secret, typed_code(code), after=0, now=now)
    if step is None:
        raise RuleBroken(
            "code", _("This is not the code of the moment. Wait for the next one, and try again.")
        )
    first = make_room(session, keeper)
    made = insert_new(
        session,
        AuthenticatorApp,
        public_id=chance.public_id,
        person_id=keeper.person_id,
        secret_sealed=seal_secret(keys, chance.public_id, secret, nonce=chance.nonce),
        last_step=step,
        added_at=now,
    )
    if not made:
        raise RuleBroken("", _("Your account has an authenticator app. Remove it first."))
    factor_added(session, keeper, KIND, chance.public_id, now=now, message_id=chance.message_id)
    return first


def take_code(session: Session, keys: Keys, person_id: int, code: str, *, now: datetime) -> bool:
    """Whether this is a code of the moment that was not taken before: each is taken once."""
    app = session.execute(
        select(
            AuthenticatorApp.id,
            AuthenticatorApp.public_id,
            AuthenticatorApp.secret_sealed,
            AuthenticatorApp.last_step,
        ).where(AuthenticatorApp.person_id == person_id)
    ).one_or_none()
    if app is None:
        return False
    try:
        secret = open_secret(keys, app.public_id, app.secret_sealed)
    except SecretLost:
        # Moved or altered in the database: no code is right, the other factors still are.
        return False
    step = step_of(secret, typed_code(code), after=app.last_step, now=now)
    if step is None:
        return False
    taken = session.scalars(
        update(AuthenticatorApp)
        .where(AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step)
        .values(last_step=step, last_used_at=now)
        .returning(AuthenticatorApp.id)
    ).all()
    return bool(taken)


def remove_app(session: Session, person_id: int, *, now: datetime, message_id: str) -> None:
    """Forget the secret."""
    last = refuse_last(session, person_id)
    gone = session.scalars(
        delete(AuthenticatorApp)
        .where(AuthenticatorApp.person_id == person_id)
        .returning(AuthenticatorApp.public_id)
    ).all()
    if not gone:
        raise NotThere
    factor_removed(session, person_id, KIND, gone[0], last=last, now=now, message_id=message_id)
