"""Reading second factors: which there are, and of whom they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import (
    AuthenticatorApp,
    Membership,
    MembershipState,
    Passkey,
    Person,
    PersonState,
    RecoveryCode,
)
from lms.organisations.models import Organisation
from lms.organisations.queries import ASKED_BY


def has_factor(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the person has a second factor, to be asked within another statement."""
    app = exists().where(AuthenticatorApp.person_id == person_id)
    return or_(app, exists().where(Passkey.person_id == person_id))


def asked_by_role() -> ColumnElement[bool]:
    """Whether the organisation of a membership asks its role for a second factor."""
    return or_(
        *(
            and_(Membership.role == role, getattr(Organisation, column))
            for role, column in ASKED_BY.items()
        )
    )


def is_asked(session: Session, person_id: int) -> bool:
    """Whether a role that the person holds today cannot do without a second factor."""
    held = (
        select(Membership.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.person_id == person_id,
            Membership.state == MembershipState.ACTIVE,
            asked_by_role(),
        )
    )
    return session.scalar(held.limit(1)) is not None


def count_factors(session: Session, person_id: int) -> int:
    """How many second factors the person has; recovery codes are none."""
    apps = select(func.count()).where(AuthenticatorApp.person_id == person_id).scalar_subquery()
    keys = select(func.count()).where(Passkey.person_id == person_id).scalar_subquery()
    return session.scalar(select(apps + keys)) or 0


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """A passkey as its page and the list show it."""

    public_id: str
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownApp:
    """The authenticator app as the list shows it."""

    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What the person can show besides the password."""

    app: KnownApp | None
    passkeys: tuple[KnownPasskey, ...]
    codes_left: int
    codes_made_at: datetime | None

    @property
    def count(self) -> int:
        """How many factors; codes are none."""
        return len(self.passkeys) + (self.app is not None)


def factors_of(session: Session, person_id: int) -> Factors:
    """One person's second factors, in three statements."""
    app = session.execute(
        select(AuthenticatorApp.added_at, AuthenticatorApp.last_used_at).where(
            AuthenticatorApp.person_id == person_id
        )
    ).one_or_none()
    passkeys = session.execute(
        select(Passkey.public_id, Passkey.name, Passkey.added_at, Passkey.last_used_at)
        .where(Passkey.person_id == person_id)
        .order_by(Passkey.id)
    )
    codes = session.execute(
        select(func.count(), func.max(RecoveryCode.made_at)).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    ).one()
    return Factors(
        KnownApp(*app) if app else None, tuple(KnownPasskey(*row) for row in passkeys), *codes
    )


def passkey_of(session: Session, person_id: int, public_id: str) -> KnownPasskey | None:
    """One of the person's own passkeys."""
    row = session.execute(
        select(Passkey.public_id, Passkey.name, Passkey.added_at, Passkey.last_used_at).where(
            Passkey.person_id == person_id, Passkey.public_id == public_id
        )
    ).one_or_none()
    return KnownPasskey(*row) if row else None


def credential_ids(session: Session, person_id: int) -> tuple[bytes, ...]:
    """What the browser needs to find the person's passkeys."""
    found = select(Passkey.credential_id).where(Passkey.person_id == person_id)
    return tuple(session.scalars(found.order_by(Passkey.id)))


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a passkey belongs to, and what proves it."""

    passkey_id: int
    person_id: int
    person_public_id: str
    credential: bytes


def holder_of_passkey(session: Session, credential_id: bytes) -> Holder | None:
    """The active person who has this passkey."""
    row = session.execute(
        select(Passkey.id, Person.id, Person.public_id, Passkey.credential)
        .join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential_id == credential_id, Person.state == PersonState.ACTIVE)
    ).one_or_none()
    return Holder(*row) if row else None


def handle_of(session: Session, person_id: int) -> tuple[str, str, str]:
    """What a passkey remembers of its owner: random id, address and name on screen."""
    row = session.execute(
        select(Person.public_id, Person.email, Person.screen_name).where(Person.id == person_id)
    ).one()
    return row.public_id, row.email, row.screen_name
