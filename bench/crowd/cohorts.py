"""Cohorts of the crowd: 25 people each, and a trainer and a tutor of four of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bench.crowd.lines import FIRST, Crowd, n, named
from bench.crowd.people import longago, people, since
from bench.crowd.training import main_version
from lms.accounts.models import Membership, Person
from lms.kernel.actor import Role
from lms.learning.models import Cohort, CohortStaff, Enrolment

GROUP = 25
"""How many people a cohort has…"""
GROUPS = 4
"""… and how many cohorts one person accompanies."""
ROLES = {Role.TRAINER: 10, Role.TUTOR: 11}
"""Ids of who accompanies begin above everybody else's: so many times as many people."""
DAYS_LEFT = 100


def gather(crowd: Crowd) -> None:
    """Everybody in a cohort of their organisation, and who accompanies it."""
    _cohorts(crowd)
    for role in ROLES:
        _people(crowd, role)
        _roles(crowd, role)
        _staff(crowd, role)
    cohort = FIRST + 1 + (Enrolment.id - FIRST - 1) // GROUP
    mine = Enrolment.id.between(FIRST + 1, FIRST + crowd.people)
    crowd.connection.execute(update(Enrolment).where(mine).values(cohort_id=cohort))


def _groups(crowd: Crowd) -> int:
    return -(-crowd.people // GROUP)


def _cohorts(crowd: Crowd) -> None:
    crowd.put(
        Cohort,
        people.where(n <= _groups(crowd)),
        id=FIRST + n,
        public_id=named("cohort-"),
        organisation_id=crowd.organisation_of((n - 1) * GROUP + 1),
        version_id=main_version(crowd.connection),
        name=named("Promotion "),
        starts_on=since,
        ends_on=datetime.now(UTC).date() + timedelta(days=DAYS_LEFT),
        created_at=longago,
    )


def _accompanying(crowd: Crowd, role: Role) -> int:
    """What to add to a number for the id of who accompanies."""
    return FIRST + crowd.people * ROLES[role]


def _people(crowd: Crowd, role: Role) -> None:
    hashed = select(Person.password_hash).where(Person.id == FIRST + 1)
    crowd.put(
        Person,
        people.where(n <= -(-_groups(crowd) // GROUPS)),
        id=_accompanying(crowd, role) + n,
        public_id=named(f"{role.value}-"),
        given_name="Prenom",
        family_name=named("Accompagne"),
        screen_name=named("Prenom Accompagne"),
        printed_name=named("Prenom Accompagne"),
        email=named(f"{role.value}-") + "@demo.example",
        email_key=named(f"{role.value}-") + "@demo.example",
        password_hash=crowd.connection.execute(hashed).scalar_one(),
        created_at=longago,
    )


def _roles(crowd: Crowd, role: Role) -> None:
    crowd.put(
        Membership,
        people.where(n <= -(-_groups(crowd) // GROUPS)),
        id=_accompanying(crowd, role) + n,
        public_id=named(f"{role.value}-"),
        person_id=_accompanying(crowd, role) + n,
        organisation_id=crowd.organisation_of((n - 1) * GROUP * GROUPS + 1),
        role=role,
        sort_name=named("accompagne "),
        starts_on=since,
    )


def _staff(crowd: Crowd, role: Role) -> None:
    somebody = _accompanying(crowd, role) + 1 + (n - 1) // GROUPS
    crowd.put(
        CohortStaff,
        people.where(n <= _groups(crowd)),
        id=_accompanying(crowd, role) + n,
        public_id=named(f"{role.value}-"),
        cohort_id=FIRST + n,
        organisation_id=crowd.organisation_of((n - 1) * GROUP + 1),
        membership_id=somebody,
        person_id=somebody,
        role=role,
        starts_on=since,
    )
