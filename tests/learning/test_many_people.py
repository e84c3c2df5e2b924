"""A programme of 60 steps and the report of 25 people: the same among 10 people and 10,000."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import func, insert, literal, select, update

from lms.accounts.models import Membership, Person
from lms.catalogue.models import (
    Activity,
    ActivityKind,
    ActivityText,
    Module,
    ProgrammeVersion,
)
from lms.kernel.actor import Role
from lms.learning.models import Cohort, Completion, Enrolment
from lms.learning.queries.reports import PAGE
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.client import Client
from tests.make import Make, both, today

Statements = Callable[[], AbstractContextManager[list[str]]]
STEPS, MANY = 60, 10_000
DAY = date(2026, 11, 3)
OUTLINE = {"/path": (5, 12), "/modules/module-1": (5, 12)}
REPORT = {
    "/cohorts/{cohort}/report": (5, 15),
    "/cohorts/{cohort}/report?module=module-1": (5, 15),
}
"""Each page with the most statements and the most compressed kilobytes that it may cost."""


def sixty_steps(make: Make) -> ProgrammeVersion:
    """Ten modules of six steps."""
    version = make.version(modules=10)
    for module in make.session.scalars(select(Module).where(Module.version_id == version.id)):
        for position in (4, 5, 6):
            step = Activity(
                module_id=module.id,
                slug=f"more-{position}",
                position=position,
                kind=ActivityKind.TEXT,
                minutes=10,
                title=both(f"Une étape de plus, la {position}e"),
                sheet={"summary": both("Résumé"), "domains": ["D1"], "sensitive": None},
            )
            make.session.add(step)
            make.session.flush()
            body = {"markdown": "Du texte."}
            make.session.add_all(
                ActivityText(activity_id=step.id, locale=locale, body=body)
                for locale in ("fr", "en")
            )
    make.session.flush()
    return version


def enter(make: Make, place: Organisation, version: ProgrammeVersion, many: int) -> list[int]:
    """So many people in training there, written in bulk; the ids of their enrolments."""
    people = [
        {
            "public_id": (public_id := new_token()),
            "email": f"{public_id}@exemple.test",
            "email_key": f"{public_id}@exemple.test".lower(),
            "password_hash": "-",
            "given_name": "Personne",
            "family_name": f"Nom{number:05}",
            "screen_name": f"Personne Nom{number:05}",
            "printed_name": f"Personne Nom{number:05}",
            "created_at": now(),
        }
        for number in range(many)
    ]
    session, first = make.session, make.session.scalar(select(func.max(Person.id))) or 0
    session.execute(insert(Person), people)
    newcomers = Person.id > first
    session.execute(
        insert(Membership).from_select(
            ["public_id", "person_id", "organisation_id", "role", "sort_name", "starts_on"],
            select(
                Person.public_id,
                Person.id,
                literal(place.id),
                literal(Role.TRAINEE, Membership.role.type),
                func.lower(Person.family_name),
                literal(today()),
            ).where(newcomers),
        )
    )
    last = session.scalar(select(func.max(Enrolment.id))) or 0
    session.execute(
        insert(Enrolment).from_select(
            [
                "public_id",
                "membership_id",
                "organisation_id",
                "person_id",
                "version_id",
                "enrolled_on",
                "facts_changed_at",
            ],
            select(
                Membership.public_id,
                Membership.id,
                Membership.organisation_id,
                Membership.person_id,
                literal(version.id),
                literal(DAY),
                literal(now()),
            )
            .join(Person, Person.id == Membership.person_id)
            .where(newcomers),
        )
    )
    return list(session.scalars(select(Enrolment.id).where(Enrolment.id > last)))


def complete(make: Make, version: ProgrammeVersion, who: list[int], modules: int) -> None:
    """The steps of the first modules are done, by these people."""
    asked = (
        select(Enrolment.person_id, Activity.id, literal(10), literal(now()), literal(DAY))
        .join(Module, Module.version_id == Enrolment.version_id)
        .join(Activity, Activity.module_id == Module.id)
        .where(Enrolment.version_id == version.id, Module.position <= modules)
        .where(Enrolment.id.between(min(who), max(who)))
    )
    names = ["person_id", "activity_id", "minutes", "completed_at", "completed_on"]
    make.session.execute(insert(Completion).from_select(names, asked))


@dataclass(frozen=True)
class Scene:
    """Somebody in training and a trainer, in an organisation that may grow."""

    make: Make
    place: Organisation
    version: ProgrammeVersion
    cohort: Cohort
    trainer: Person
    learner: Person

    def grow(self, many: int, modules: int) -> None:
        """So many people more, who have done so many modules."""
        complete(self.make, self.version, enter(self.make, self.place, self.version, many), modules)
        self.make.session.commit()


@pytest.fixture
def scene(make: Make) -> Scene:
    """26 people in a cohort of 10 modules, all done by all; the learner is one of them."""
    place, version = make.organisation(), sixty_steps(make)
    trainer = make.member(Role.TRAINER, place)
    cohort = make.cohort(place, version, trainer=trainer)
    group = enter(make, place, version, PAGE + 1)
    chosen = Enrolment.id.in_(group)
    make.session.execute(update(Enrolment).where(chosen).values(cohort_id=cohort.id))
    complete(make, version, group, 10)
    learner = make.session.get_one(Person, make.session.get_one(Enrolment, group[0]).person_id)
    make.session.commit()
    return Scene(make, place, version, cohort, trainer, learner)


def costs(client: Client, statements: Statements, path: str) -> tuple[int, int]:
    """Statements of a page whose version was read before, and its bytes once compressed."""
    client.read(path)
    with statements() as seen:
        page = client.read(path)
    return len(seen), len(gzip.compress(page.html.encode()))


def all_costs(scene: Scene, client: Client, statements: Statements) -> dict[str, tuple[int, int]]:
    found = {}
    for person, role, paths in (
        (scene.learner, Role.TRAINEE, OUTLINE),
        (scene.trainer, Role.TRAINER, REPORT),
    ):
        client.sign_in(person, role=role)
        for path in paths:
            address = path.format(cohort=scene.cohort.public_id)
            found[path] = costs(client, statements, address)
    return found


def test_the_outline_and_the_report_cost_the_same_among_ten_and_ten_thousand_people(
    scene: Scene, client: Client, statements: Statements
) -> None:
    scene.grow(10, 2)
    few = all_costs(scene, client, statements)
    scene.grow(MANY, 2)
    many = all_costs(scene, client, statements)
    for path, (most, kilobytes) in {**OUTLINE, **REPORT}.items():
        assert few[path][0] == many[path][0] <= most, (path, few[path], many[path])
        assert max(few[path][1], many[path][1]) <= kilobytes * 1000, (path, few[path], many[path])


def test_the_report_shows_twenty_five_people_of_each_of_the_sixty_steps(
    scene: Scene, client: Client
) -> None:
    client.sign_in(scene.trainer, role=Role.TRAINER)
    address = f"/cohorts/{scene.cohort.public_id}/report"
    shown = client.read(address).tree.xpath("//main//tbody/tr")
    assert len(shown) == PAGE
    steps = [
        len(client.read(f"{address}?module=module-{n}").tree.xpath("//main//thead//th")) - 1
        for n in range(1, 11)
    ]
    assert sum(steps) == STEPS, steps
