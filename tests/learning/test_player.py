"""The programme, its modules and steps, as a person in training walks them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.curriculum import read_curriculum
from lms.kernel.actor import Role
from lms.learning.models import Attempt, Completion, Enrolment, EnrolmentState
from lms.web.page import new_token, now
from tests.catalogue.folders import add_beside, small_folder, starter
from tests.client import Client, Page
from tests.learning.trainees import LATER, SITUATION, enrolled, finish, small
from tests.make import Make


def test_the_programme_says_what_comes_next_and_how_long_it_takes(
    make: Make, client: Client
) -> None:
    enrolled(make, client)
    page = client.read("/path")
    assert page.tree.xpath("//section[@class='resume']//a/@href") == ["/modules/role/steps/1"]
    steps = [step for module in starter().programmes[0].modules for step in module.activities]
    hours, minutes = divmod(sum(step.minutes for step in steps), 60)
    whole = f"{hours} h {minutes:02}"
    for words in ("Premiers pas en pair-aidance", "Relecture par des pairs", whole, "14 min"):
        assert words in page.words.replace("\u00a0", " ")


def test_a_completed_step_leads_to_the_next_and_counts_once(
    make: Make, client: Client, session: Session
) -> None:
    person = enrolled(make, client)
    before = session.scalar(select(Enrolment.facts_changed_at))
    assert finish(client, 1).path == "/modules/role/steps/2"
    kept = session.scalars(select(Completion)).one()
    assert (kept.person_id, kept.minutes) == (person.id, 14)
    after = session.scalar(select(Enrolment.facts_changed_at))
    assert before is not None
    assert after is not None
    assert after > before
    assert client.read("/path").tree.xpath("//section[@class='resume']//a/@href") == [
        "/modules/role/steps/2"
    ]
    page = client.read("/modules/role/steps/1")
    assert not page.tree.xpath("//form[contains(@class,'finish')]")


def test_a_second_press_and_a_second_tab_change_nothing(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    first = client.read("/modules/role/steps/1")
    form = first.tree.xpath("//form[contains(@class,'finish')]")[0]
    client.send(form, first.path)
    before = session.scalar(select(Enrolment.facts_changed_at))
    assert client.send(form, first.path).path == "/modules/role/steps/2"
    assert session.scalar(select(func.count()).select_from(Completion)) == 1
    assert session.scalar(select(Enrolment.facts_changed_at)) == before


def test_steps_may_be_taken_in_any_order_and_resumed(make: Make, client: Client) -> None:
    enrolled(make, client)
    finish(client, 3)
    page = client.read("/modules/role")
    assert page.tree.xpath("//li[@aria-current='step']//a/@href") == ["/modules/role/steps/1"]
    assert len(page.tree.xpath("//li[contains(@class,'is-done')]")) == 1


def test_a_content_note_comes_before_the_text_with_a_way_past(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read("/modules/role/steps/1")
    note = page.tree.xpath("//div[contains(@class,'notice-sup')]")[0]
    assert "internement" in note.text_content()
    assert note.xpath(".//a/@href") == ["/modules/role/steps/2"]
    order = page.tree.xpath("//*[contains(@class,'notice-sup') or contains(@class,'prose')]")
    assert order[0] is note


def test_the_last_step_leads_to_the_module(make: Make, client: Client, session: Session) -> None:
    small(make, client)
    session.execute(update(Activity).where(Activity.slug == "check").values(kind="text"))
    for number in (1, 2):
        assert finish(client, number, "module-1").path == f"/modules/module-1/steps/{number + 1}"
    page = finish(client, 3, "module-1")
    assert page.path == "/modules/module-1"
    assert not page.tree.xpath("//li[@aria-current='step']")


def choices(page: Page) -> list[str]:
    found: list[str] = page.tree.xpath("//ul[@class='choice']//a/@href")
    return found


def test_a_situation_shows_what_a_choice_opens_and_the_others_too(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    page = client.read(f"{LATER}/{SITUATION}")
    assert not page.tree.xpath("//details[@class='other']")
    assert not page.tree.xpath("//form[contains(@class,'finish')]")
    while choices(page):
        page = client.read(choices(page)[1])
    assert len(page.tree.xpath("//details[@class='other']")) == 6
    assert len(page.tree.xpath("//*[contains(@class,'answer-chosen')]")) == 3
    form = page.tree.xpath("//form[contains(@class,'finish')]")[0]
    assert client.send(form, f"{LATER}/{SITUATION}").path == "/modules/role/steps/5"
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


@pytest.mark.parametrize("query", ["turn-1=zzz", "turn-2=a", "turn-1=", "turn-1=a&turn-1=b"])
def test_a_situation_withstands_any_address(make: Make, client: Client, query: str) -> None:
    enrolled(make, client)
    assert choices(client.read(f"{LATER}/{SITUATION}?{query}"))


@pytest.mark.parametrize(
    "path",
    [
        "/modules/nothing",
        "/modules/role/steps/0",
        "/modules/role/steps/99",
        "/modules/nothing/check/1",
    ],
)
def test_what_is_not_in_the_programme_is_not_found(make: Make, client: Client, path: str) -> None:
    enrolled(make, client)
    client.read(path, 404)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MANAGER])
@pytest.mark.parametrize("path", ["/path", "/modules/role", "/modules/role/steps/1"])
def test_modules_are_for_people_in_training(
    make: Make, client: Client, role: Role, path: str
) -> None:
    organisation = make.organisation()
    person = make.person()
    make.membership(person, organisation, role)
    managed = organisation if role is Role.MANAGER else None
    client.sign_in(person, role=role, organisation=managed)
    client.read(path, 403)


def test_without_training_the_page_says_so_honestly(make: Make, client: Client) -> None:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    page = client.read("/path")
    assert page.tree.xpath("//*[@class='empty']")
    client.read("/modules/role", 404)


def test_an_ended_training_is_no_longer_walked(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    session.execute(update(Enrolment).values(state=EnrolmentState.ENDED))
    assert client.read("/path").tree.xpath("//*[@class='empty']")
    client.read("/modules/role/steps/1", 404)


def test_a_person_with_two_programmes_chooses_and_keeps_them_apart(
    make: Make, client: Client, session: Session
) -> None:
    person = make.person()
    older = make.enrolment(person, version=make.version())
    newer = make.enrolment(person, version=make.version())
    newer.enrolled_on = older.enrolled_on + timedelta(days=1)
    client.sign_in(person, role=Role.TRAINEE)
    assert newer.public_id in client.read("/path").html
    page = client.read(f"/path?programme={older.public_id}")
    [href] = page.tree.xpath("//section[@class='resume']//a/@href")
    step = client.read(href)
    client.send(step.tree.xpath("//form[contains(@class,'finish')]")[0], href)
    done = session.scalars(select(Completion.activity_id)).one()
    rows: Any = session.execute(
        select(Activity.id).where(Activity.slug == "text").order_by(Activity.id)
    )
    assert done == rows.scalars().first()
    other = client.read(f"/path?programme={newer.public_id}")
    assert len(other.tree.xpath("//section[@class='resume']")) == 1
    assert not other.tree.xpath("//progress[@value!='0']")


def test_connection_time_appears_nowhere(make: Make, client: Client, session: Session) -> None:
    person = enrolled(make, client)
    finish(client, 1)
    hour = session.scalars(select(Completion.completed_at)).one()
    for path in ("/path", "/modules/role", "/modules/role/steps/1"):
        assert f"{hour:%H} h {hour:%M}" not in client.read(path).words.replace("\u00a0", " ")
    assert person.id
    assert hour <= now()


def test_the_module_leads_to_the_texts_beside_its_steps(make: Make, client: Client) -> None:
    small(make, client)
    module = client.read("/modules/module-1")
    for kind, words in (("summary", "L\u2019essentiel en une page"), ("session", "3 h")):
        path = f"/modules/module-1/{kind}"
        assert module.tree.xpath(f"//main//a[@href='{path}']")
        page = client.read(path)
        assert f"Texte {kind}" in page.tree.xpath("//h1")[0].text
        assert words in page.words.replace("\u00a0", " ")
    client.read("/modules/module-2/summary", 404)


def test_a_practice_task_is_completed_by_saying_that_it_was_done(
    make: Make, client: Client, session: Session
) -> None:
    files = small_folder()
    add_beside(files)
    source = read_curriculum(files)
    publish(session, source, source.programmes[0], now=now(), public_id=new_token())
    person = small(make, client, session.scalars(select(ProgrammeVersion)).one())
    page = client.read("/modules/role/steps/3")
    assert "J\u2019ai fait cette tâche" in page.words
    finish(client, 3)
    kept = session.scalars(select(Completion)).one()
    assert (kept.person_id, kept.minutes) == (person.id, 31)
