"""Resuming where one left: the step without a script, the passage with one, device by device."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.accounts.models import KnownDevice, Person
from lms.learning.models import ReadingPlace
from lms.web.database import Application
from tests.catalogue.folders import publish_starter
from tests.client import Client
from tests.make import PASSWORD, Make

STEP = "/modules/role/steps/2"
HERE, ELSEWHERE = "Vous lisiez, sur cet appareil", "Vous lisiez, sur un autre appareil"


@pytest.fixture
def person(make: Make) -> Person:
    made = make.person("Nadia", "Benali")
    make.enrolment(made, version=publish_starter(make.session))
    return made


def enter(client: Client, person: Person) -> None:
    """Through the door: the browser becomes a known device."""
    client.submit("/sign-in", email=person.email, password=PASSWORD)


def send_place(client: Client, passage: object, step: str = STEP) -> int:
    token = client.read(step).tree.xpath("//input[@name='csrf_token']/@value")[0]
    fields = {"csrf_token": token, "passage": str(passage)}
    return client.open(f"{step}/place", method="POST", data=fields).status_code


def test_the_step_opened_last_is_offered(client: Client, person: Person) -> None:
    enter(client, person)
    assert HERE not in client.read("/path").words
    client.read(STEP)
    page = client.read("/path")
    assert HERE in page.words
    assert ELSEWHERE not in page.words
    assert STEP in page.tree.xpath("//div[@class='block']//a/@href")


def test_the_script_keeps_the_passage(client: Client, person: Person) -> None:
    enter(client, person)
    assert send_place(client, 8) == 204
    page = client.read("/path")
    assert f"{STEP}#p-8" in page.tree.xpath("//main//a/@href")
    assert "partie « Trois ingrédients »" in page.words.replace("\u00a0", " ")
    assert client.read(STEP).tree.xpath("//*[@id='p-8']")


@pytest.mark.parametrize("passage", ["", "abc", "-3", "99999", "9999"])
def test_a_passage_that_is_not_there_harms_nothing(
    client: Client, person: Person, passage: str
) -> None:
    enter(client, person)
    assert send_place(client, passage) == 204
    assert STEP in client.read("/path").tree.xpath("//main//a/@href")


def test_another_device_is_offered_its_place_and_the_other_one(
    app: Application, session: Session, client: Client, person: Person
) -> None:
    enter(client, person)
    send_place(client, 9)
    other = Client(app, session)
    enter(other, person)
    page = other.read("/path")
    assert ELSEWHERE in page.words
    assert HERE not in page.words
    other.read("/modules/role/steps/7")
    words = other.read("/path").words
    assert HERE in words
    assert ELSEWHERE not in words
    assert ELSEWHERE in client.read("/path").words


def test_a_place_goes_with_its_device(client: Client, session: Session, person: Person) -> None:
    enter(client, person)
    client.read(STEP)
    assert session.scalars(select(ReadingPlace.person_id)).all() == [person.id]
    session.execute(delete(KnownDevice).where(KnownDevice.person_id == person.id))
    assert session.scalars(select(ReadingPlace.person_id)).all() == []
    assert HERE not in client.read("/path").words


def test_an_unknown_browser_keeps_nothing(client: Client, session: Session, person: Person) -> None:
    client.sign_in(person)
    client.read(STEP)
    assert send_place(client, 3) == 204
    assert session.scalars(select(ReadingPlace.device_id)).all() == []


def test_the_heading_of_a_held_text_is_not_told(client: Client, person: Person) -> None:
    enter(client, person)
    first = "/modules/role/steps/1"
    send_place(client, 20, first)
    page = client.read("/path")
    assert first in page.tree.xpath("//div[@class='block']//a/@href")
