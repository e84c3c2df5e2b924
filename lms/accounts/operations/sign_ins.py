"""Opening, touching and closing sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    ScalarSelect,
    Table,
    bindparam,
    case,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Person, SignIn, SignInState
from lms.accounts.operations.devices import KNOWN_LATELY, known_lately
from lms.accounts.operations.mailboxes import HOLDS
from lms.accounts.operations.throttle import Try, count_try
from lms.accounts.queries import has_factor
from lms.journal.operations import record
from lms.kernel.actor import Actor, Role
from lms.kernel.base import Id
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere

SIGN_INS = cast(Table, SignIn.__table__)
PERSON = bindparam("person", type_=Id)
AT_THE_DOOR = tuple(
    select(column).where(*HOLDS).scalar_subquery() for column in (Person.id, Person.password_hash)
)
ONCE_MORE = (select(Person.password_hash).where(Person.id == PERSON).scalar_subquery(),)


def _last_worn(part: str) -> ScalarSelect[Any]:
    before = SIGN_INS.alias()
    last = select(before.c[part]).where(before.c.person_id == PERSON)
    return last.order_by(before.c.id.desc()).limit(1).scalar_subquery()


# Put together once, on the bare table; the other columns come with the parameters.
OPENING = (
    insert(SIGN_INS)
    .values(
        state=case(
            (bindparam("both", type_=Boolean), SignInState.OPEN.value),
            (has_factor(PERSON), SignInState.PENDING.value),
            else_=SignInState.OPEN.value,
        ),
        role=_last_worn("role"),
        organisation_id=_last_worn("organisation_id"),
    )
    .returning(SIGN_INS.c.id, SIGN_INS.c.state, KNOWN_LATELY)
)


@dataclass(frozen=True, slots=True)
class Knock:
    """Who may stand at the door: nobody when the address is unknown or its account closed."""

    wait: int
    person_id: int | None
    password_hash: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Somebody who has just proved who they are, at a browser.

    `token` is what the browser will show, `cookie` by what it is known, `device` its family.
    `both_factors`: what was shown counts for the second factor too.
    """

    person_id: int
    token: str
    public_id: str
    cookie: str
    device: str
    both_factors: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just been opened, and whether its device was known."""

    sign_in_id: int
    state: SignInState
    known: bool


def knock(session: Session, one: Try, *, email_key: str, now: datetime) -> Knock:
    """Count a try to sign in and find the account: one statement, the same for everybody."""
    counted = count_try(session, one, now=now, along=AT_THE_DOOR, email_key=email_key)
    return Knock(counted.wait, *counted.found)


def knock_again(session: Session, one: Try, *, person_id: int, now: datetime) -> Knock:
    """The same for somebody signed in who is asked for the password once more."""
    counted = count_try(session, one, now=now, along=ONCE_MORE, person=person_id)
    return Knock(counted.wait, person_id, *counted.found)


def open_sign_in(session: Session, order: Opening, *, now: datetime) -> Opened:
    """Remember a device that proved who the person is; only the token's hash is kept.

    It waits for the second factor when the person has one, unless both were shown. The hat is the
    one worn last, so that the page one comes back to opens. One statement, and the journal's.
    """
    values = {
        "public_id": order.public_id,
        "person_id": order.person_id,
        "token_hash": token_hash(order.token),
        "device": order.device,
        "created_at": now,
        "last_seen_at": now,
        "proved_at": now,
        "second_factor_at": now if order.both_factors else None,
        "both": order.both_factors,
        **known_lately(order.person_id, order.cookie, now=now),
    }
    opened = Opened(*session.execute(OPENING, values).one())
    record(
        session,
        "accounts.sign_in",
        now=now,
        actor_id=order.person_id,
        subject=("sign_in", order.public_id),
        about=order.person_id,
    )
    return opened


def touch(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """Remember that the device was seen."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now))


def switch_role(
    session: Session, actor: Actor, *, role: Role, organisation_id: int | None, now: datetime
) -> None:
    """Put on another hat on this device; what it opens is judged anew at each request."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == actor.sign_in_id)
        .values(role=role, organisation_id=organisation_id)
    )
    record(
        session,
        "accounts.switch_role",
        now=now,
        actor_id=actor.person_id,
        subject=("sign_in", actor.sign_in_id),
        about=actor.person_id,
        organisation_id=organisation_id,
        role=role,
    )


def close_sign_in(session: Session, actor: Actor, *, now: datetime) -> None:
    """Sign out of this device; the next request with its token is a stranger's."""
    _close(session, actor.person_id, SignIn.id == actor.sign_in_id, now=now)


def end_sign_in(session: Session, person_id: int, public_id: str, *, now: datetime) -> None:
    """End one of the person's own sessions from another device."""
    if not _close(session, person_id, SignIn.public_id == public_id, now=now):
        raise NotThere


def end_sign_ins(session: Session, person_id: int, *, but: int | None, now: datetime) -> int:
    """End every session of the person except one; how many there were."""
    return _close(session, person_id, SignIn.id != (but or 0), now=now)


def end_waiting(session: Session, person_id: int, *, now: datetime) -> int:
    """End the sessions that wait for a second factor that is no more; how many there were."""
    return _close(session, person_id, SignIn.state == SignInState.PENDING, now=now)


def _close(session: Session, person_id: int, which: ColumnElement[bool], *, now: datetime) -> int:
    closed = session.scalars(
        update(SignIn)
        .where(which, SignIn.person_id == person_id, SignIn.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(SignIn.public_id)
    ).all()
    for public_id in closed:
        record(
            session,
            "accounts.sign_out",
            now=now,
            actor_id=person_id,
            subject=("sign_in", public_id),
            about=person_id,
        )
    return len(closed)
