"""The training ledger adds up one person's completed steps, by programme and module, in order."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module, ProgrammeVersion
from lms.hours.queries import ModuleHours, ProgrammeHours, training_of
from lms.kernel.actor import Actor, Role
from lms.learning.models import Completion
from lms.web.page import now
from tests.make import Make, both, today


def complete(session: Session, person: Person, version: ProgrammeVersion, *steps: str) -> None:
    """Steps named "module-1 text", completed when they were planned one minute longer."""
    rows = session.execute(
        select(Activity.id, Activity.minutes, Module.slug, Activity.slug)
        .join(Module, Module.id == Activity.module_id)
        .where(Module.version_id == version.id)
    )
    for activity_id, minutes, module, step in rows:
        if f"{module} {step}" in steps:
            session.add(
                Completion(
                    person_id=person.id,
                    activity_id=activity_id,
                    minutes=minutes + 1,
                    completed_at=now(),
                    completed_on=today(),
                )
            )
    session.flush()


def ledger(session: Session, person: Person) -> tuple[ProgrammeHours, ...]:
    return training_of(session, Actor(person.id, "A", Role.TRAINEE, "Europe/Paris"))


def module(number: int, steps: int, minutes: int) -> ModuleHours:
    return ModuleHours(both(f"Module {number}"), steps, 3, minutes, 60)


def test_each_module_counts_its_own_completed_steps(session: Session, make: Make) -> None:
    person, other = make.person(), make.person()
    first, second, foreign = make.version(modules=2), make.version(), make.version()
    # Modules are read in the programme's order, not in the order in which they were kept.
    for slug, position in (("module-1", 3), ("module-2", 1)):
        kept = select(Module).where(Module.version_id == first.id, Module.slug == slug)
        session.scalars(kept).one().position = position
    for one in (second, first):
        make.enrolment(person, version=one)
    make.enrolment(other, version=foreign)
    make.enrolment(other, version=first)
    complete(session, person, first, "module-1 text", "module-2 text", "module-2 check")
    complete(session, other, first, "module-1 text", "module-1 thought")
    complete(session, other, foreign, "module-1 text")

    found = ledger(session, person)

    assert found == (
        ProgrammeHours(first.title, (module(2, 2, 42), module(1, 1, 11))),
        ProgrammeHours(second.title, (module(1, 0, 0),)),
    )
    assert [(one.minutes_done, one.minutes) for one in found] == [(53, 120), (0, 60)]


def test_two_programmes_of_one_title_stay_apart(session: Session, make: Make) -> None:
    person = make.person()
    first, second = make.version(), make.version()
    second.title = first.title
    for one in (first, second):
        make.enrolment(person, version=one)

    assert len(ledger(session, person)) == 2


def test_without_training_there_is_no_ledger(session: Session, make: Make) -> None:
    make.enrolment()
    assert ledger(session, make.person()) == ()
