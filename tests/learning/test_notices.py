"""Content notes hold a text back until its reader asks for it, on the page, on paper, in a quiz."""

from __future__ import annotations

import pytest

from tests.catalogue.folders import publish_starter
from tests.client import Client, Page
from tests.learning.trainees import show_all
from tests.make import Make

STEP = "/modules/role/steps/1"
NOTE, TEXT = "évoque l’internement", "Jean-Baptiste Pussin"


@pytest.fixture(autouse=True)
def reader(make: Make, client: Client) -> None:
    """Somebody in training on the shipped programme who has asked for nothing yet."""
    person = make.person("Nadia", "Benali")
    make.enrolment(person, version=publish_starter(make.session))
    client.sign_in(person)


def press(client: Client, show: str, on: str = STEP) -> Page:
    return client.submit(on, action=f"{STEP}/notice", show=show)


def test_the_text_comes_when_it_is_asked_for_and_stays(client: Client) -> None:
    page = client.read(STEP)
    assert NOTE in page.words
    assert TEXT not in page.words
    assert "tel:3114" in page.tree.xpath("//main//a/@href")
    # Nothing to read aloud, to print or to complete behind the note.
    assert not page.tree.xpath("//*[@data-lesson or @data-aloud or @data-print]")
    assert not page.tree.xpath("//form[contains(@class,'finish')]")
    shown = press(client, "step")
    assert shown.path == STEP
    assert TEXT in shown.words
    assert TEXT in client.read(STEP).words
    assert "Thomas attend" not in client.read("/modules/role/steps/4").words


def test_all_texts_of_the_module_at_once(client: Client) -> None:
    show_all(client)
    for number, words in ((1, TEXT), (4, "Thomas attend"), (5, "Les mots font une place")):
        assert words in client.read(f"/modules/role/steps/{number}").words
    assert "n’est pas affiché" not in client.read(STEP).words


def test_a_text_can_be_hidden_again(client: Client) -> None:
    show_all(client)
    page = press(client, "hide")
    assert TEXT not in page.words
    assert "Thomas attend" not in client.read("/modules/role/steps/4").words


def test_texts_without_a_note_are_never_held_back(client: Client) -> None:
    assert "Trois ingrédients" in client.read("/modules/role/steps/2").words


def test_paper_has_only_what_was_asked_for(client: Client) -> None:
    paper = "/modules/role/print"
    page = client.read(paper)
    assert TEXT not in page.words
    assert "Trois ingrédients" in page.words
    printed = press(client, "module", on=paper)
    assert printed.path == paper
    assert TEXT in printed.words


def test_questions_wait_behind_their_note(client: Client) -> None:
    page = client.open("/modules/listening/check/1")
    assert page.headers["Location"].endswith("/modules/listening/steps/10")
    assert "3114" in client.read("/modules/listening/steps/10").words


def test_a_result_waits_behind_the_note_of_its_check(make: Make, client: Client) -> None:
    step = "/modules/listening/steps/10"
    client.submit(step, action=f"{step}/notice", show="step")
    client.submit(step, action="/modules/listening/check")
    result = client.submit(
        "/modules/listening/check/review", action="/modules/listening/check/submit"
    )
    assert result.path == "/modules/listening/check/result"
    client.submit(step, action=f"{step}/notice", show="hide")
    held = client.read(result.address)
    assert held.path == step
    assert "3114" in held.words
    again = client.submit(step, action=f"{step}/notice", show="step")
    (link,) = again.tree.xpath("//section[@aria-labelledby='attempts']//a/@href")
    assert client.read(link).path == result.path


def test_another_session_asks_again(make: Make, client: Client) -> None:
    show_all(client)
    other = make.person()
    make.enrolment(other, version=publish_starter(make.session))
    client.sign_in(other)
    assert TEXT not in client.read(STEP).words


def test_a_step_that_is_not_there(client: Client) -> None:
    form = client.read(STEP).form(f"{STEP}/notice")
    form.set("action", "/modules/role/steps/99/notice")
    client.send(form, STEP, status=404)
