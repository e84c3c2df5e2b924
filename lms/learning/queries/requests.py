"""Requests to join: as the managers who answer them see them, and one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState
from lms.catalogue.models import ProgrammeVersion
from lms.learning.models import (
    Cohort,
    CohortState,
    Enrolment,
    EnrolmentState,
    JoinRequest,
    RequestState,
)
from lms.learning.queries.cohort_lists import PAGE, Rows
from lms.learning.queries.links import Asked
from lms.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request that waits for an answer."""

    public_id: str
    name: str
    cohort: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A training under way with another organisation."""

    id: int
    organisation: str


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request of the person that waits."""

    public_id: str
    cohort: str
    organisation: str
    asked_at: datetime


def asked_cohort(session: Session, public_id: str, *, now: datetime) -> Asked | None:
    """A cohort whose page is open to requests; one statement."""
    row = session.execute(
        select(Cohort, Organisation, ProgrammeVersion)
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.version_id)
        .where(
            Cohort.public_id == public_id,
            Cohort.takes_requests,
            Cohort.state == CohortState.OPEN,
        )
    ).one_or_none()
    if row is None:
        return None
    found = Asked(*row)
    return found if found.today(now) <= found.cohort.ends_on else None


def waiting_requests(session: Session, organisation_id: int, *, after: str = "") -> Rows:
    """25 requests that wait, the oldest first; one statement."""
    query = (
        select(JoinRequest.public_id, Person.screen_name, Cohort.name, JoinRequest.asked_at)
        .join(Person, Person.id == JoinRequest.person_id)
        .join(Cohort, Cohort.id == JoinRequest.cohort_id)
        .where(
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.state == RequestState.PENDING,
            Person.state == PersonState.ACTIVE,
        )
        .order_by(JoinRequest.asked_at, JoinRequest.id)
        .limit(PAGE + 1)
    )
    if after:
        key = (
            select(JoinRequest.asked_at, JoinRequest.id)
            .where(JoinRequest.public_id == after, JoinRequest.organisation_id == organisation_id)
            .subquery()
        )
        query = query.where(
            tuple_(JoinRequest.asked_at, JoinRequest.id)
            > tuple_(select(key.c.asked_at).scalar_subquery(), select(key.c.id).scalar_subquery())
        )
    rows = [RequestRow(*row) for row in session.execute(query)]
    return Rows(rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else None, not after)


def requests_number(session: Session, organisation_id: int) -> int:
    """How many requests wait in an organisation; one statement."""
    counted = (
        select(func.count(JoinRequest.id))
        .join(Person, Person.id == JoinRequest.person_id)
        .where(
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.state == RequestState.PENDING,
            Person.state == PersonState.ACTIVE,
        )
    )
    return session.scalar(counted) or 0


def request_in(session: Session, organisation_id: int, public_id: str) -> JoinRequest | None:
    """A request that waits in the organisation; one statement."""
    return session.scalar(
        select(JoinRequest)
        .join(Person, Person.id == JoinRequest.person_id)
        .where(
            JoinRequest.public_id == public_id,
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.state == RequestState.PENDING,
            Person.state == PersonState.ACTIVE,
        )
    )


def own_request(session: Session, person_id: int, public_id: str) -> JoinRequest | None:
    """A request of the person that waits; one statement."""
    return session.scalar(
        select(JoinRequest).where(
            JoinRequest.public_id == public_id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == RequestState.PENDING,
        )
    )


def own_request_to(session: Session, person_id: int, cohort_id: int) -> JoinRequest | None:
    """The person's request to join a cohort that waits; one statement."""
    return session.scalar(
        select(JoinRequest).where(
            JoinRequest.cohort_id == cohort_id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == RequestState.PENDING,
        )
    )


def training_elsewhere(session: Session, person_id: int, cohort: Cohort) -> Elsewhere | None:
    """A training under way with another organisation on the cohort's programme; one statement."""
    programme = select(ProgrammeVersion.programme_id).where(
        ProgrammeVersion.id == cohort.version_id
    )
    row = session.execute(
        select(Enrolment.id, Organisation.name)
        .join(ProgrammeVersion, ProgrammeVersion.id == Enrolment.version_id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Enrolment.organisation_id != cohort.organisation_id,
            ProgrammeVersion.programme_id == programme.scalar_subquery(),
        )
        .order_by(Enrolment.id.desc())
        .limit(1)
    ).one_or_none()
    return Elsewhere(*row) if row else None


def own_requests(session: Session, person_id: int) -> tuple[OwnRequest, ...]:
    """Every request of the person that waits, the newest first; one statement."""
    rows = session.execute(
        select(JoinRequest.public_id, Cohort.name, Organisation.name, JoinRequest.asked_at)
        .join(Cohort, Cohort.id == JoinRequest.cohort_id)
        .join(Organisation, Organisation.id == JoinRequest.organisation_id)
        .where(JoinRequest.person_id == person_id, JoinRequest.state == RequestState.PENDING)
        .order_by(JoinRequest.id.desc())
        .limit(PAGE)
    )
    return tuple(OwnRequest(*row) for row in rows)
