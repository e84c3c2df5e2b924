"""Notes of a reflection: saved while they are written, sealed, never silently replaced."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.drafts.models import Draft
from lms.kernel.actor import Role
from lms.learning.models import Completion
from tests.client import Client, Page
from tests.learning.trainees import enrolled
from tests.make import Make

STEP = "/modules/role/steps/7"
NOTE = f"{STEP}/notes/1"


def form_of(page: Page) -> Any:
    return page.form(STEP, note_1="")


def autosave(client: Client, page: Page, text: str, version: int, note: str = NOTE) -> Any:
    """What the script sends 1.2 s after the last key."""
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    values = {"csrf_token": token, "text": text, "version": version}
    return client.open(note, method="POST", data=values, headers={"Accept": "application/json"})


def typed(page: Page, number: int = 1) -> str:
    return str(page.tree.xpath(f"//textarea[@name='note_{number}']")[0].text or "").lstrip("\n")


def test_the_page_says_who_reads_and_names_nobody(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    box = page.tree.xpath("//section[contains(@class,'note-private')]")[0]
    assert len(box.xpath(".//textarea")) == 3
    assert {area.get("data-autosave") for area in box.xpath(".//textarea")} == {
        f"{STEP}/notes/{number}" for number in (1, 2, 3)
    }


def test_without_a_script_a_button_keeps_the_draft(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    again = client.send(form_of(page), STEP, note_1="Écouter,\nmarcher.", note_2="", act="keep")
    assert again.path == STEP
    assert typed(again) == "Écouter,\nmarcher."
    assert session.scalar(select(func.count()).select_from(Completion)) == 0
    assert b"marcher" not in session.scalars(select(Draft.sealed)).one()


def test_completing_keeps_what_was_written(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    following = client.send(form_of(page), STEP, note_3="Ma question", act="finish")
    assert following.path == "/modules/role/steps/8"
    assert typed(client.read(STEP), 3) == "Ma question"


def test_the_script_saves_and_says_when(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    first = autosave(client, page, "un", 0)
    assert first.json["version"] == 1
    assert first.json["saved"]
    assert autosave(client, page, "un deux", 1).json["version"] == 2
    assert typed(client.read(STEP)) == "un deux"


def test_a_newer_draft_from_elsewhere_is_not_replaced_by_the_script(
    make: Make, client: Client
) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    autosave(client, page, "ailleurs", 0)
    refused = autosave(client, page, "ici", 0)
    assert refused.status_code == 409
    assert refused.json["message"]
    assert typed(client.read(STEP)) == "ailleurs"


@pytest.mark.parametrize(("keep", "kept"), [("1", "ici"), ("other", "ailleurs")])
def test_a_newer_draft_offers_a_choice_and_loses_nothing(
    make: Make, client: Client, keep: str, kept: str
) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    autosave(client, page, "ailleurs", 0)
    choice = client.send(form_of(page), STEP, status=409, note_1="ici", note_2="aussi", act="keep")
    assert typed(choice) == "ici"
    assert "ailleurs" in choice.words
    assert not choice.tree.xpath("//textarea[@name='note_1']/@data-autosave")
    assert choice.tree.xpath("//input[@name='keep_1']/@value") == ["1", "other"]
    undecided = client.send(form_of(choice), STEP, status=409, act="keep")
    after = client.send(form_of(undecided), STEP, keep_1=keep, act="keep")
    assert (typed(after), typed(after, 2)) == (kept, "aussi")


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(
    make: Make, client: Client
) -> None:
    enrolled(make, client)
    page = client.read(STEP)
    refused = client.send(form_of(page), STEP, status=422, note_1="x" * 10_001, act="keep")
    assert refused.errors()
    assert typed(refused) == "x" * 10_001
    answer = autosave(client, page, "x" * 10_001, 0)
    assert answer.status_code == 422
    assert answer.json["message"]
    assert autosave(client, page, "x" * 10_000, 0).json["version"] == 1


@pytest.mark.parametrize(
    "note", [f"{STEP}/notes/0", f"{STEP}/notes/4", "/modules/role/steps/1/notes/1"]
)
def test_there_is_no_note_where_there_is_no_prompt(make: Make, client: Client, note: str) -> None:
    enrolled(make, client)
    assert autosave(client, client.read(STEP), "x", 0, note).status_code == 404


def test_nobody_else_reads_the_notes(make: Make, client: Client, session: Session) -> None:
    person = enrolled(make, client)
    autosave(client, client.read(STEP), "canari", 0)
    stranger, other = Client(client.app, session), make.person()
    make.enrolment(other, version=None)
    organisation = make.organisation()
    make.membership(person, organisation, Role.TRAINEE)
    for somebody in (make.manager(organisation), make.supervisor(organisation)):
        stranger.sign_in(somebody)
        assert "canari" not in stranger.open(STEP).get_data(as_text=True)
    stranger.sign_in(other, role=Role.TRAINEE)
    assert stranger.open(STEP).status_code == 404
