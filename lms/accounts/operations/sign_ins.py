"""Opening, touching and closing sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, ScalarSelect, case, false, insert, select, update
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Person, PersonState, SignIn, SignInState
from lms.accounts.operations.throttle import Try, count_try
from lms.accounts.queries import has_factor
from lms.journal.operations import record
from lms.kernel.actor import Actor, Role
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere


@dataclass(frozen=True, slots=True)
class Knock:
    """Who may stand at the door: nobody when the address is unknown or its account closed."""

    wait: int
    person_id: int | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just been opened, and whether its device was known."""

    sign_in: SignIn
    known: bool


def knock(session: Session, one: Try, *, email_key: str, now: datetime) -> Knock:
    """Count a try to sign in and find the account: one statement, the same for everybody."""
    holds = (Person.email_key == email_key, Person.state == PersonState.ACTIVE)
    person_id = select(Person.id).where(*holds).scalar_subquery()
    password = select(Person.password_hash).where(*holds).scalar_subquery()
    counted = count_try(session, one, now=now, along=(person_id, password))
    return Knock(counted.wait, *counted.found)


def knock_again(session: Session, one: Try, *, person_id: int, now: datetime) -> Knock:
    """The same for somebody signed in who is asked for the password once more."""
    password = select(Person.password_hash).where(Person.id == person_id).scalar_subquery()
    counted = count_try(session, one, now=now, along=(password,))
    return Knock(counted.wait, person_id, *counted.found)


def open_sign_in(
    session: Session,
    *,
    person_id: int,
    token: str,
    public_id: str,
    device: str,
    now: datetime,
    both_factors: bool = False,
    known: ColumnElement[bool] | None = None,
) -> Opened:
    """Remember a device that proved who the person is; only the token's hash is kept.

    It waits for the second factor when the person has one, unless `both_factors` were shown. The
    hat is the one worn last, so that the page one comes back to opens. `known` is answered along.
    """
    waits = case((has_factor(person_id), SignInState.PENDING.value), else_=SignInState.OPEN.value)
    values = {
        "public_id": public_id,
        "person_id": person_id,
        "token_hash": token_hash(token),
        "state": SignInState.OPEN if both_factors else waits,
        "second_factor_at": now if both_factors else None,
        "role": _last_worn(person_id, "role"),
        "organisation_id": _last_worn(person_id, "organisation_id"),
        "device": device,
        "created_at": now,
        "last_seen_at": now,
        "proved_at": now,
    }
    asked = false() if known is None else known
    inserted = insert(SignIn).values(**values).returning(SignIn, asked.label("known"))
    opened = Opened(*session.execute(inserted).one())
    record(
        session,
        "accounts.sign_in",
        now=now,
        actor_id=person_id,
        subject=("sign_in", public_id),
        about=person_id,
    )
    return opened


def _last_worn(person_id: int, part: Literal["role", "organisation_id"]) -> ScalarSelect[Any]:
    before = aliased(SignIn)
    last = select(getattr(before, part)).where(before.person_id == person_id)
    return last.order_by(before.id.desc()).limit(1).scalar_subquery()


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
