"""Who accompanies whom: the staff of cohorts and the people in training under them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.actor import Role
from lms.learning.models import CohortStaff, Enrolment


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who accompanies a cohort today."""

    public_id: str
    person_id: int
    name: str
    role: Role


def accompanies(
    session: Session, person_id: int, enrolment_id: int, role: Role | None = None
) -> bool:
    """Whether the person accompanies this training today, as trainer or tutor or as either."""
    asked = select(Enrolment.id).where(
        Enrolment.id == enrolment_id, accompanied_by(person_id, role)
    )
    return session.scalar(asked) is not None


def accompanied_by(person_id: int, role: Role | None = None) -> ColumnElement[bool]:
    """A filter: enrolments of cohorts that the person accompanies today."""
    # Read from one's few cohorts, not by asking it of every enrolment.
    cohorts = select(CohortStaff.cohort_id).where(*staffing(person_id, role))
    return Enrolment.cohort_id.in_(cohorts)


def staffing(person_id: int, role: Role | None = None) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `CohortStaff`: this person today, in a role that holds."""
    holds = exists().where(
        Membership.id == CohortStaff.membership_id, Membership.state == MembershipState.ACTIVE
    )
    living = (CohortStaff.person_id == person_id, CohortStaff.ended_on.is_(None), holds)
    return living if role is None else (*living, CohortStaff.role == role)


def staff_of(session: Session, enrolment_id: int) -> tuple[StaffRow, ...]:
    """Who accompanies this training today, by name; one statement."""
    rows = session.execute(
        select(CohortStaff.public_id, CohortStaff.person_id, Person.screen_name, CohortStaff.role)
        .join(Enrolment, Enrolment.cohort_id == CohortStaff.cohort_id)
        .join(Membership, Membership.id == CohortStaff.membership_id)
        .join(Person, Person.id == CohortStaff.person_id)
        .where(
            Enrolment.id == enrolment_id,
            CohortStaff.ended_on.is_(None),
            Membership.state == MembershipState.ACTIVE,
        )
        .order_by(CohortStaff.role, Membership.sort_name, CohortStaff.id)
    )
    return tuple(StaffRow(*row) for row in rows)
