"""Why a training is not complete yet: told to its person, and the same to whoever accompanies."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.models import Attempt, Completion, Enrolment
from lms.supervision.models import Standing
from lms.web.database import Application
from tests.certification.earned import Earned, earned, supervise
from tests.client import Client, Page
from tests.learning.open_answers import open_answer
from tests.make import Make

MINE = "/path/missing"
Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def keys(app: Application) -> Keys:
    """The application's keys."""
    held: Keys = app.extensions["sillage.keys"]
    return held


def theirs(enrolment: Enrolment) -> str:
    """Where those who accompany read it."""
    return f"/tutoring/{enrolment.public_id}/missing"


def seen_by(client: Client, person: Person, path: str, role: Role) -> Page:
    client.sign_in(person, role=role)
    return client.read(path)


def plain(page: Page) -> str:
    """The words, with ordinary spaces."""
    return page.words.replace("\u00a0", " ").replace("\u202f", " ")


def facts(page: Page) -> list[str]:
    """What is said, without the links around it."""
    told = page.tree.xpath("//main//section//li | //main//summary")
    return [" ".join(line.text_content().split()) for line in told]


def attended(make: Make, one: Earned, role: Role = Role.TUTOR) -> Person:
    """Somebody who accompanies them."""
    staff = make.person("Hélène", "Roux")
    named = {"tutor": staff} if role is Role.TUTOR else {"trainer": staff}
    make.cohort(one.organisation, one.version, enrolments=[one.enrolment], **named)
    make.session.commit()
    return staff


def test_with_nothing_done(make: Make, client: Client) -> None:
    enrolment = make.enrolment(version=make.version(modules=2))
    client.sign_in(make.session.get_one(Person, enrolment.person_id), role=Role.TRAINEE)
    page = client.read("/path")
    (href,) = page.tree.xpath("//main//a[contains(., 'Que manque-t-il')]/@href")
    page = client.read(href)
    words = plain(page)
    assert page.path == MINE
    assert "Module « Module 1 » : à commencer" in words
    assert "4 h de supervision signée" in words
    assert "Rien n’attend la réponse" in words
    assert "Se termine par le bouton" in words
    assert "% de réponses justes" in words
    assert page.tree.xpath("//main//details//a[@href='/modules/module-2/steps/1']")


def test_half_done(session: Session, make: Make, client: Client) -> None:
    one = earned(make, minutes=150)
    steps = select(Completion.activity_id).where(Completion.person_id == one.person.id)
    last = sorted(session.scalars(steps))[-2:]
    session.execute(delete(Completion).where(Completion.activity_id.in_(last)))
    session.execute(update(Attempt).where(Attempt.activity_id.in_(last)).values(right_answers=1))
    session.commit()
    words = plain(seen_by(client, one.person, MINE, Role.TRAINEE))
    assert "Module « Module 1 »" not in words
    assert "Module « Module 2 » : 1 étape sur 3" in words
    assert "1 réponse juste sur 2" in words
    assert "1 h 30 de supervision signée" in words
    assert "Terminé le" in words


def test_everything_done(make: Make, client: Client) -> None:
    one = earned(make)
    page = seen_by(client, one.person, MINE, Role.TRAINEE)
    assert "Il ne manque rien" in page.words
    assert not page.tree.xpath("//*[@id='t-missing']")


def test_what_waits_for_others_is_the_same_for_all_sides(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make, minutes=60)
    supervise(make, one.agreement, 30, Standing.LOGGED, days_ago=2)
    supervise(make, one.agreement, 45, Standing.SIGNED, days_ago=1)
    open_answer(session, keys, one.person.id, one.version.id)
    tutor = attended(make, one)
    mine = seen_by(client, one.person, MINE, Role.TRAINEE)
    assert "30 min de supervision" in plain(mine)
    assert "45 min de supervision" in plain(mine)
    assert "1 texte attend" in plain(mine)
    their = seen_by(client, tutor, theirs(one.enrolment), Role.TUTOR)
    assert facts(their)
    side = [line for line in facts(mine) if line != "Ma supervision"]
    assert facts(their) == side
    assert "Des mots à moi" not in their.html
    assert not their.tree.xpath("//main//details//a")
    tutored = client.read(f"/tutoring/{one.enrolment.public_id}")
    assert tutored.tree.xpath(f"//main//a[@href='{theirs(one.enrolment)}']")


def test_a_trainer_reads_the_same(make: Make, client: Client) -> None:
    one = earned(make, minutes=60)
    trainer = attended(make, one, Role.TRAINER)
    page = seen_by(client, trainer, theirs(one.enrolment), Role.TRAINER)
    assert facts(page) == facts(seen_by(client, one.person, MINE, Role.TRAINEE))


def test_the_link_of_a_module_opens_its_fold(make: Make, client: Client) -> None:
    one = earned(make)
    client.sign_in(one.person, role=Role.TRAINEE)
    page = client.read("/modules/module-2")
    (href,) = page.tree.xpath("//a[starts-with(@href, '/path/missing')]/@href")
    assert href == "/path/missing?module=module-2#module-2"
    opened = client.read(href.split("#")[0])
    assert opened.tree.xpath("//main//details[@open]/@id") == ["module-2"]


def test_strangers_find_nothing(make: Make, client: Client) -> None:
    one, other = earned(make), earned(make)
    attended(make, one)
    stranger = attended(make, other)
    client.sign_in(stranger, role=Role.TUTOR)
    assert client.open(theirs(one.enrolment)).status_code == 404
    assert client.open("/tutoring/nobody/missing").status_code == 404


@pytest.mark.parametrize("modules", [2, 20])
def test_statements_do_not_grow(
    make: Make, client: Client, statements: Statements, modules: int
) -> None:
    organisation, version = make.organisation(), make.version(modules=modules)
    person, tutor = make.person(), make.person()
    enrolment = make.enrolment(person, organisation, version)
    make.cohort(organisation, version, tutor=tutor, enrolments=[enrolment])
    make.session.commit()
    for who, role, path, number in (
        (person, Role.TRAINEE, MINE, 7),
        (tutor, Role.TUTOR, theirs(enrolment), 8),
    ):
        seen_by(client, who, path, role)
        with statements() as seen:
            client.read(path)
        assert len(seen) == number, seen
