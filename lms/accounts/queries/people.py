"""Reading people and their sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import (
    AddressChange,
    Membership,
    MembershipState,
    PasswordReset,
    Person,
    PersonState,
    SignIn,
    SignInState,
)
from lms.accounts.queries.factors import asked_by_role
from lms.accounts.rules import ENDS_AFTER, IDLE_AFTER, hats_of
from lms.kernel.actor import Actor, Asked
from lms.kernel.folding import fold_address
from lms.kernel.keys import token_hash
from lms.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Recognised:
    """Somebody signed in, when they were last seen on this device, and what is still asked."""

    actor: Actor
    last_seen_at: datetime
    asked: Asked


# Built once: every request of somebody signed in begins with it.
RECOGNISE = (
    select(
        SignIn.id,
        SignIn.last_seen_at,
        SignIn.role,
        SignIn.organisation_id,
        SignIn.state,
        SignIn.proved_at,
        SignIn.second_factor_at,
        Person.id.label("person_id"),
        Person.screen_name,
        Person.locale,
        Person.theme,
        Person.text_size,
        Person.easy_reading,
        Membership.role.label("held"),
        Organisation.id.label("organisation"),
        Organisation.slug,
        Organisation.name,
        Organisation.time_zone,
        asked_by_role().label("asked"),
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(
        Membership,
        and_(Membership.person_id == Person.id, Membership.state == MembershipState.ACTIVE),
    )
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.revoked_at.is_(None),
        SignIn.last_seen_at > bindparam("seen_after"),
        SignIn.created_at > bindparam("opened_after"),
        Person.state == PersonState.ACTIVE,
    )
    .order_by(Membership.id)
)


def recognised(session: Session, token: str, *, now: datetime, time_zone: str) -> Recognised | None:
    """Who holds this session token, with every hat; None once it is revoked, idle or too old.

    One statement. `time_zone` serves people without a membership.
    """
    rows = session.execute(
        RECOGNISE,
        {
            "token_hash": token_hash(token),
            "seen_after": now - IDLE_AFTER,
            "opened_after": now - ENDS_AFTER,
        },
    ).all()
    if not rows:
        return None
    return Recognised(_actor(rows, time_zone), rows[0].last_seen_at, _asked(rows))


def _asked(rows: Sequence[Row[*tuple[Any, ...]]]) -> Asked:
    """The second factor, once there is one; to choose one, where a role cannot do without."""
    first = rows[0]
    if first.state is SignInState.PENDING:
        return Asked.SECOND_FACTOR
    if first.second_factor_at is None and any(row.asked for row in rows):
        return Asked.ENROLMENT
    return Asked.NOTHING


def _actor(rows: Sequence[Row[*tuple[Any, ...]]], time_zone: str) -> Actor:
    """One row for each membership, the rest of it the same; a person without one has one row."""
    first = rows[0]
    held = [(r.held, r.organisation, r.slug, r.name) for r in rows if r.held is not None]
    hats = hats_of(held, first.role, first.organisation_id)
    current = next((hat for hat in hats if hat.current), None)
    zones = {row.organisation: row.time_zone for row in rows}
    place = current.organisation_id if current else None
    return Actor(
        person_id=first.person_id,
        name=first.screen_name,
        role=current.role if current else None,
        time_zone=zones.get(place) or first.time_zone or time_zone,
        organisation_id=place,
        organisation_slug=current.organisation_slug if current else "",
        organisation_name=current.organisation_name if current else "",
        hats=hats,
        locale=first.locale,
        theme=first.theme,
        text_size=first.text_size,
        easy_reading=first.easy_reading,
        sign_in_id=first.id,
        proved_at=first.proved_at,
    )


def person_at(
    session: Session, address: str, state: PersonState = PersonState.ACTIVE
) -> int | None:
    """Whose account has this address and state; for the command line, which tells nobody else."""
    return session.scalar(
        select(Person.id).where(Person.email_key == fold_address(address), Person.state == state)
    )


def suspended_in(session: Session, person_id: int) -> tuple[str, ...]:
    """The organisations that suspended a role of the person, by name."""
    names = (
        select(Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person_id, Membership.state == MembershipState.SUSPENDED)
    )
    return tuple(session.scalars(names.distinct().order_by(Organisation.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the account page shows; the wished address while a change of it is open."""

    given_name: str
    family_name: str
    screen_name: str
    printed_name: str
    email: str
    locale: str
    theme: str
    text_size: str
    easy_reading: bool
    wished_email: str | None
    new_confirmed_at: datetime | None
    effective_at: datetime | None


def account_of(session: Session, person_id: int) -> Account:
    """One person's own account."""
    row = session.execute(
        select(
            Person.given_name,
            Person.family_name,
            Person.screen_name,
            Person.printed_name,
            Person.email,
            Person.locale,
            Person.theme,
            Person.text_size,
            Person.easy_reading,
            AddressChange.email.label("wished_email"),
            AddressChange.new_confirmed_at,
            AddressChange.effective_at,
        )
        .outerjoin(
            AddressChange,
            and_(AddressChange.person_id == Person.id, AddressChange.closed_at.is_(None)),
        )
        .where(Person.id == person_id)
    ).one()
    return Account(**row._mapping)


@dataclass(frozen=True, slots=True)
class Device:
    """A device on which the person is signed in."""

    public_id: str
    name: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


def devices_of(
    session: Session, person_id: int, *, current: int, now: datetime
) -> tuple[Device, ...]:
    """Where the person is signed in now, this device first, then the last seen."""
    rows = session.execute(
        select(SignIn.id, SignIn.public_id, SignIn.device, SignIn.created_at, SignIn.last_seen_at)
        .where(
            SignIn.person_id == person_id,
            SignIn.state == SignInState.OPEN,
            SignIn.revoked_at.is_(None),
            SignIn.last_seen_at > now - IDLE_AFTER,
            SignIn.created_at > now - ENDS_AFTER,
        )
        .order_by((SignIn.id == current).desc(), SignIn.last_seen_at.desc(), SignIn.id)
    )
    return tuple(Device(*row[1:], current=row.id == current) for row in rows)


def reset_address(session: Session, token: str, *, now: datetime) -> str | None:
    """The address of the account whose password the mailed link may change; None when it is used
    up, old or unknown.
    """
    return session.scalar(
        select(Person.email)
        .join(PasswordReset, PasswordReset.person_id == Person.id)
        .where(
            PasswordReset.token_hash == token_hash(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > now,
            Person.state == PersonState.ACTIVE,
        )
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """An open change of address as one of its two mailboxes sees it."""

    from_new: bool
    """Asked from the wished mailbox; otherwise from the present one."""
    email: str
    """Empty for the present mailbox: another person may read it one day."""
    confirmed: bool
    effective_at: datetime


def wish_behind(session: Session, token: str, *, now: datetime) -> Wish | None:
    """The open change that a mailed link belongs to."""
    hashed = token_hash(token)
    change = session.scalar(
        select(AddressChange).where(
            or_(AddressChange.new_token_hash == hashed, AddressChange.old_token_hash == hashed),
            AddressChange.closed_at.is_(None),
            AddressChange.effective_at > now,
        )
    )
    if change is None:
        return None
    from_new = change.new_token_hash == hashed
    said = change.new_confirmed_at if from_new else change.old_confirmed_at
    email = change.email if from_new else ""
    return Wish(from_new, email, said is not None, change.effective_at)
