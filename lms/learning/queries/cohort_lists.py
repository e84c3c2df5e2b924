"""Cohorts as their managers see them: lists by date, who accompanies, who is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.models import ProgrammeVersion
from lms.kernel.actor import Role
from lms.kernel.folding import fold
from lms.learning.models import Cohort, CohortStaff, CohortState, Enrolment, EnrolmentState
from lms.learning.queries.cohorts import StaffRow

PAGE = 25
MOST_WORDS = 5
MOST_STAFF = 500
MOST_COHORTS = 100


@dataclass(frozen=True, slots=True)
class CohortChoice:
    """A cohort to choose."""

    id: int
    public_id: str
    name: str


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort in a list."""

    id: int
    public_id: str
    name: str
    starts_on: date
    ends_on: date
    capacity: int | None
    title: dict[str, Any]
    members: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody in a cohort, or who may be put in it."""

    public_id: str
    name: str
    since: date
    membership: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a list, and the key of the next one."""

    rows: Sequence[Any]
    next_key: str | None
    first: bool


def cohorts_of(
    session: Session, organisation_id: int, state: CohortState, *, after: str = ""
) -> Rows:
    """25 cohorts, those that begin last first; one statement."""
    members = (
        select(func.count(Enrolment.id))
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.state == EnrolmentState.ACTIVE)
        .scalar_subquery()
    )
    query = (
        select(
            Cohort.id,
            Cohort.public_id,
            Cohort.name,
            Cohort.starts_on,
            Cohort.ends_on,
            Cohort.capacity,
            ProgrammeVersion.title,
            members,
        )
        .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.version_id)
        .where(Cohort.organisation_id == organisation_id, Cohort.state == state)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        last = select(Cohort.starts_on, Cohort.id).where(
            Cohort.public_id == after, Cohort.organisation_id == organisation_id
        )
        key = last.subquery()
        query = query.where(
            tuple_(Cohort.starts_on, Cohort.id)
            < tuple_(select(key.c.starts_on).scalar_subquery(), select(key.c.id).scalar_subquery())
        )
    return _rows([CohortRow(*row) for row in session.execute(query)], first=not after)


def cohort_in(session: Session, organisation_id: int, public_id: str) -> Cohort | None:
    """A cohort of the organisation."""
    return session.scalar(
        select(Cohort).where(
            Cohort.public_id == public_id, Cohort.organisation_id == organisation_id
        )
    )


def choices_of_cohort(session: Session, organisation_id: int) -> tuple[CohortChoice, ...]:
    """Open cohorts to choose from, the newest first; one statement."""
    rows = session.execute(
        select(Cohort.id, Cohort.public_id, Cohort.name)
        .where(Cohort.organisation_id == organisation_id, Cohort.state == CohortState.OPEN)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(MOST_COHORTS)
    )
    return tuple(CohortChoice(*row) for row in rows)


def staff_in(session: Session, cohort_id: int) -> tuple[StaffRow, ...]:
    """Who accompanies the cohort today, by role and name; one statement."""
    rows = session.execute(
        select(CohortStaff.public_id, CohortStaff.person_id, Person.screen_name, CohortStaff.role)
        .join(Membership, Membership.id == CohortStaff.membership_id)
        .join(Person, Person.id == CohortStaff.person_id)
        .where(
            CohortStaff.cohort_id == cohort_id,
            CohortStaff.ended_on.is_(None),
            Membership.state == MembershipState.ACTIVE,
        )
        .order_by(CohortStaff.role, Membership.sort_name, CohortStaff.id)
    )
    return tuple(StaffRow(*row) for row in rows)


def staff_at(session: Session, cohort_id: int, public_id: str) -> CohortStaff | None:
    """Somebody's part in the cohort, over or not."""
    return session.scalar(
        select(CohortStaff).where(
            CohortStaff.cohort_id == cohort_id, CohortStaff.public_id == public_id
        )
    )


def staff_candidates(
    session: Session, organisation_id: int, cohort_id: int
) -> dict[str, tuple[str, Role]]:
    """Trainers and tutors of the organisation who do not accompany the cohort yet."""
    there = select(CohortStaff.membership_id).where(
        CohortStaff.cohort_id == cohort_id, CohortStaff.ended_on.is_(None)
    )
    rows = session.execute(
        select(Membership.public_id, Person.screen_name, Membership.role)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role.in_((Role.TRAINER, Role.TUTOR)),
            Membership.state == MembershipState.ACTIVE,
            Membership.id.not_in(there),
        )
        .order_by(Membership.sort_name, Membership.id)
        .limit(MOST_STAFF)
    )
    return {row.public_id: (row.screen_name, row.role) for row in rows}


def member_at(
    session: Session, organisation_id: int, public_id: str, *roles: Role
) -> Membership | None:
    """An active role of one of these kinds in the organisation."""
    return session.scalar(
        select(Membership).where(
            Membership.public_id == public_id,
            Membership.organisation_id == organisation_id,
            Membership.role.in_(roles),
            Membership.state == MembershipState.ACTIVE,
        )
    )


def people_in(session: Session, cohort_id: int, *, after: str = "") -> Rows:
    """People in training in the cohort, by name, 25 a page; one statement."""
    query = (
        select(Enrolment.public_id, Person.screen_name, Enrolment.enrolled_on, Membership.public_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.ACTIVE)
        .order_by(Membership.sort_name, Membership.id)
        .limit(PAGE + 1)
    )
    last = select(Enrolment.membership_id).where(
        Enrolment.public_id == after, Enrolment.cohort_id == cohort_id
    )
    rows = session.execute(_after(query, last) if after else query)
    return _rows([MemberRow(*row) for row in rows], first=not after)


def people_to_add(
    session: Session, organisation_id: int, cohort_id: int, *, words: str = "", after: str = ""
) -> Rows:
    """People with the trainee's role who are not in the cohort, by name; one statement."""
    there = select(Enrolment.membership_id).where(
        Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.ACTIVE
    )
    query = (
        select(Membership.public_id, Person.screen_name, Membership.starts_on)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == Role.TRAINEE,
            Membership.state == MembershipState.ACTIVE,
            Membership.id.not_in(there),
        )
        .order_by(Membership.sort_name, Membership.id)
        .limit(PAGE + 1)
    )
    for word in fold(words).split()[:MOST_WORDS]:
        query = query.where(Membership.sort_name.contains(word, autoescape=True))
    last = select(Membership.id).where(
        Membership.public_id == after, Membership.organisation_id == organisation_id
    )
    rows = session.execute(_after(query, last) if after else query)
    return _rows([MemberRow(*row) for row in rows], first=not after)


def enrolment_in(session: Session, cohort_id: int, public_id: str) -> Enrolment | None:
    """A training under way in the cohort."""
    return session.scalar(
        select(Enrolment).where(
            Enrolment.public_id == public_id,
            Enrolment.cohort_id == cohort_id,
            Enrolment.state == EnrolmentState.ACTIVE,
        )
    )


def _after(query: Any, last: Any) -> Any:
    """What follows the membership that `last` names, by name."""
    key = select(Membership.sort_name, Membership.id).where(Membership.id.in_(last)).subquery()
    return query.where(
        tuple_(Membership.sort_name, Membership.id)
        > tuple_(select(key.c.sort_name).scalar_subquery(), select(key.c.id).scalar_subquery())
    )


def _rows(found: list[Any], *, first: bool) -> Rows:
    more = len(found) > PAGE
    return Rows(found[:PAGE], found[PAGE - 1].public_id if more else None, first)
