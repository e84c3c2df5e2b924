"""Cohorts: making them, who accompanies them, who is in them."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import Membership, Person
from lms.kernel.actor import Role
from lms.learning.models import Cohort, CohortStaff, CohortState, Enrolment
from tests.make import today
from tests.torture.acts.stage import Act, Press, Stage


def make_cohort(stage: Stage) -> Press:
    page = f"/orgs/{stage.organisation.slug}/cohorts/new"
    days = {"starts_on": today().isoformat(), "ends_on": today().isoformat()}
    return stage.managing(page, name="Promotion", version_id=stage.at[3].id, **days)


def change_cohort(stage: Stage) -> Press:
    return stage.managing(f"{_page(stage, _cohort(stage))}/change", name="Autre nom")


def close_cohort(stage: Stage) -> Press:
    page = _page(stage, _cohort(stage))
    return stage.managing(page, f"{page}/close")


def reopen_cohort(stage: Stage) -> Press:
    cohort = _cohort(stage)
    cohort.state = CohortState.CLOSED
    page = _page(stage, cohort)
    return stage.managing(page, f"{page}/reopen")


def appoint(stage: Stage) -> Press:
    trainer = stage.make.member(Role.TRAINER, stage.organisation)
    return stage.managing(f"{_page(stage, _cohort(stage))}/staff", member=_role_of(stage, trainer))


def dismiss(stage: Stage) -> Press:
    cohort = stage.make.cohort(stage.organisation, stage.at[3], trainer=stage.make.person())
    mine = select(CohortStaff).where(CohortStaff.cohort_id == cohort.id)
    staff = stage.make.session.scalars(mine).one()
    page = _page(stage, cohort)
    return stage.managing(page, f"{page}/staff/{staff.public_id}/end")


def add_to_cohort(stage: Stage) -> Press:
    person = stage.trainee()
    page = f"{_page(stage, _cohort(stage))}/people"
    found = f"{page}?q={person.family_name}"
    return stage.managing(found, page, member=_role_of(stage, person))


def end_training(stage: Stage) -> Press:
    enrolment = _enrolment(stage, stage.trainee())
    cohort = stage.make.cohort(stage.organisation, stage.at[3], enrolments=[enrolment])
    return stage.managing(f"{_page(stage, cohort)}/people/{enrolment.public_id}/end")


def leave(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), "/path/end")


def _cohort(stage: Stage) -> Cohort:
    return stage.make.cohort(stage.organisation, stage.at[3])


def _page(stage: Stage, cohort: Cohort) -> str:
    return f"/orgs/{stage.organisation.slug}/cohorts/{cohort.public_id}"


def _role_of(stage: Stage, person: Person) -> str:
    role = select(Membership.public_id).where(Membership.person_id == person.id)
    return stage.make.session.scalars(role).one()


def _enrolment(stage: Stage, person: Person) -> Enrolment:
    mine = select(Enrolment).where(Enrolment.person_id == person.id)
    return stage.make.session.scalars(mine).one()


COHORTS = {
    "learning.make_cohort": Act(make_cohort, devices=False),
    "learning.change_cohort": Act(change_cohort, devices=False),
    "learning.close_cohort": Act(close_cohort),
    "learning.reopen_cohort": Act(reopen_cohort),
    "learning.appoint": Act(appoint),
    "learning.dismiss": Act(dismiss),
    "learning.add_to_cohort": Act(add_to_cohort),
    "learning.end_training": Act(end_training),
    "learning.leave": Act(leave),
}
