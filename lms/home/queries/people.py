"""One person of an organisation as its managers see them, and the team that accompanies them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person
from lms.certification.models import Certificate, CertificateState, FileState
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment

PAGE = 25
TEAM = (Role.SUPERVISOR, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate that the organisation issued to the person."""

    public_id: str
    number: str
    state: CertificateState
    file_state: FileState
    issued_at: datetime
    enrolment_id: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """Somebody who supervises or manages; a suspended role is one to open again."""

    public_id: str
    name: str
    role: Role
    starts_on: date
    person_id: int
    suspended: bool


def member_in(
    session: Session, organisation_id: int, public_id: str, *roles: Role
) -> tuple[Membership, str]:
    """A membership of this organisation with the person's name, or `NotThere`."""
    found = session.execute(
        select(Membership, Person.screen_name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.public_id == public_id,
            Membership.organisation_id == organisation_id,
            Membership.role.in_(roles or tuple(Role)),
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    return found[0], found[1]


def enrolments_of(session: Session, membership_id: int) -> tuple[Enrolment, ...]:
    """The trainings of a membership, the newest first."""
    asked = select(Enrolment).where(Enrolment.membership_id == membership_id)
    return tuple(session.scalars(asked.order_by(Enrolment.id.desc())))


def certificates_in(
    session: Session, organisation_id: int, person_id: int
) -> tuple[HeldCertificate, ...]:
    """What this organisation issued to the person, the newest first."""
    rows = session.execute(
        select(
            Certificate.public_id,
            Certificate.number,
            Certificate.state,
            Certificate.file_state,
            Certificate.issued_at,
            Certificate.enrolment_id,
        )
        .where(Certificate.person_id == person_id, Certificate.organisation_id == organisation_id)
        .order_by(Certificate.id.desc())
    )
    return tuple(HeldCertificate(*row) for row in rows)


def team_of(
    session: Session, organisation_id: int, *, after: str = ""
) -> tuple[tuple[TeamRow, ...], str | None]:
    """Who supervises and manages today, by name, and the key of the next page."""
    asked = (
        select(
            Membership.public_id,
            Person.screen_name,
            Membership.role,
            Membership.starts_on,
            Membership.person_id,
            Membership.state == MembershipState.SUSPENDED,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_(TEAM),
            Membership.state != MembershipState.ENDED,
        )
        .order_by(Membership.sort_name, Membership.id)
    )
    if after:
        key = tuple_(Membership.sort_name, Membership.id)
        asked = asked.where(key > _place(organisation_id, after))
    rows = [TeamRow(*row) for row in session.execute(asked.limit(PAGE + 1))]
    return tuple(rows[:PAGE]), rows[PAGE - 1].public_id if len(rows) > PAGE else None


def _place(organisation_id: int, public_id: str) -> Any:
    other = aliased(Membership)
    return (
        select(other.sort_name, other.id)
        .where(other.public_id == public_id, other.organisation_id == organisation_id)
        .scalar_subquery()
    )
