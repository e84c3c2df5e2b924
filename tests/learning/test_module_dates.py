"""Dates that a cohort plans for modules, and how they move for each person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.learning.models import Cohort, Enrolment, ModuleDeadline, Pause
from lms.organisations.models import Organisation
from lms.web.i18n import day as in_words
from tests.client import Client, Page
from tests.make import Make, today

DAY = timedelta(days=1)


def cohort_with_one(make: Make) -> tuple[Organisation, Cohort, Enrolment]:
    organisation, version = make.organisation(), make.version(modules=2)
    enrolment = make.enrolment(make.person(), organisation, version)
    cohort = make.cohort(organisation, version, enrolments=[enrolment])
    return organisation, cohort, enrolment


def plan(client: Client, path: str, fields: dict[str, Any], status: int = 200) -> Page:
    return client.send(client.read(path).form(path), path, status=status, **fields)


def test_a_manager_plans_and_a_person_reads_their_own_date(
    session: Session, make: Make, client: Client
) -> None:
    organisation, cohort, enrolment = cohort_with_one(make)
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    path = f"/orgs/{organisation.slug}/cohorts/{cohort.public_id}/modules"
    wished = today() + DAY * 30
    plan(client, path, {"module_module-1": str(wished)})
    (kept,) = session.scalars(select(ModuleDeadline)).all()
    assert (kept.module, kept.due_on) == ("module-1", wished)
    session.add(
        Pause(
            enrolment_id=enrolment.id,
            begins_on=today() - DAY * 10,
            returns_on=today() - DAY * 3,
            is_open=False,
        )
    )
    session.flush()
    client.sign_in(session.get_one(Person, enrolment.person_id), role=Role.TRAINEE)
    words = client.read("/pace").words
    with client.app.test_request_context():
        assert in_words(wished + DAY * 7) in words
    assert "Module 2" not in words
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    plan(client, path, {"module_module-1": ""})
    assert session.scalars(select(ModuleDeadline)).all() == []


def test_a_day_outside_the_cohort_is_refused_beside_its_field(
    session: Session, make: Make, client: Client
) -> None:
    organisation, cohort, _enrolment = cohort_with_one(make)
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    path = f"/orgs/{organisation.slug}/cohorts/{cohort.public_id}/modules"
    for wrong in (str(cohort.starts_on - DAY), str(cohort.ends_on + DAY), "un jour"):
        page = plan(client, path, {"module_module-2": wrong}, 422)
        assert page.errors(), wrong
    assert session.scalars(select(ModuleDeadline)).all() == []
