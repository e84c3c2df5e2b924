"""One person of an organisation as its managers see them, and the team that accompanies them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person
from lms.certification.models import Certificate, CertificateState, FileState
from lms.kernel.actor import Role
from lms.kernel.base import Id
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment
from lms.supervision.queries.pages import Asked

PAGE = 25
TEAM = tuple(role for role in Role if role is not Role.TRAINEE)
ORGANISATION = bindparam("organisation", type_=Id)


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
    """Somebody of the team; a suspended role is one to open again."""

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
    """Everybody who is not in training there today, by name, and the key of the next page."""
    values = {"organisation": organisation_id, "place": after}
    rows = [TeamRow(*row) for row in session.execute(_TEAM_ON if after else _TEAM_FIRST, values)]
    return tuple(rows[:PAGE]), rows[PAGE - 1].public_id if len(rows) > PAGE else None


def _team(*further: ColumnElement[bool]) -> Asked:
    """A page of each role, read in the order of the index, makes one page of them."""
    held = union_all(*(select(_in_role(role, *further).subquery()) for role in TEAM)).subquery()
    shown = select(held).order_by(held.c.sort_name, held.c.id).limit(PAGE + 1).subquery()
    return (
        select(
            shown.c.public_id,
            Person.screen_name,
            shown.c.role,
            shown.c.starts_on,
            shown.c.person_id,
            shown.c.state == MembershipState.SUSPENDED,
        )
        .join(Person, Person.id == shown.c.person_id)
        .order_by(shown.c.sort_name, shown.c.id)
    )


def _in_role(role: Role, *further: ColumnElement[bool]) -> Asked:
    return (
        select(
            Membership.id,
            Membership.sort_name,
            Membership.public_id,
            Membership.role,
            Membership.state,
            Membership.starts_on,
            Membership.person_id,
        )
        .where(
            Membership.organisation_id == ORGANISATION,
            Membership.role == role,
            Membership.state != MembershipState.ENDED,
            *further,
        )
        .order_by(Membership.sort_name, Membership.id)
        .limit(PAGE + 1)
    )


def _place() -> Any:
    other = aliased(Membership)
    return (
        select(other.sort_name, other.id)
        .where(other.public_id == bindparam("place"), other.organisation_id == ORGANISATION)
        .scalar_subquery()
    )


# Put together once: that takes longer than to ask them.
_TEAM_FIRST = _team()
_TEAM_ON = _team(tuple_(Membership.sort_name, Membership.id) > _place())
