"""Search across the programmes that somebody follows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.catalogue.models import ActivityText, QuestionKey
from lms.catalogue.queries import outline
from lms.catalogue.rules.search.words import words_of
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Enrolment, EnrolmentState
from tests.catalogue.folders import publish_starter, starter
from tests.client import Client, Page
from tests.learning.trainees import LATER, SITUATION, enrolled, small
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]


def links(page: Page) -> list[str]:
    """Where the results lead, the most telling first."""
    found: list[str] = page.tree.xpath("//ol[contains(@class,'found')]//h3/a/@href")
    return found


def marks(page: Page) -> set[str]:
    """The marked words."""
    return {"".join(mark.itertext()).lower() for mark in page.tree.xpath("//main//mark")}


def test_the_programme_has_the_field_and_words_are_found(make: Make, client: Client) -> None:
    enrolled(make, client)
    form = client.read("/path").tree.xpath("//main//form[@role='search']")[0]
    assert (form.get("method"), form.get("action")) == ("get", "/search")
    page = client.read("/search?q=Pairs-aidants")
    assert links(page)
    assert marks(page) <= {"pair", "pairs", "aidant", "aidants"}
    assert "Module 1" in page.words


def test_accents_case_apostrophes_and_plural_do_not_matter(make: Make, client: Client) -> None:
    enrolled(make, client)
    asked = ("l'écoute", "L’ECOUTE", "ecoutes", "%C3%89COUTES")
    found = [links(client.read(f"/search?q={words}")) for words in asked]
    assert found[0]
    assert all(other == found[0] for other in found)


def test_a_page_about_it_comes_before_a_page_that_names_it(make: Make, client: Client) -> None:
    enrolled(make, client)
    titles = client.read("/search?q=réciprocité").tree.xpath("//ol[contains(@class,'found')]//h3")
    assert titles[0].xpath(".//mark")
    assert not titles[-1].xpath(".//mark")


def test_situations_prompts_summaries_and_sessions_are_searched(
    make: Make, client: Client, session: Session
) -> None:
    small(make, client, make.version(modules=2))
    for row in session.scalars(select(ActivityText)):
        if "prompts" in row.body:
            row.body = {**row.body, "prompts": ["Quel nénuphar avez-vous vu ?"]}
    assert links(client.read("/search?q=nenuphars")) == [
        "/modules/module-1/steps/2",
        "/modules/module-2/steps/2",
    ]
    assert set(links(client.read("/search?q=session"))) == {
        "/modules/module-1/session",
        "/modules/module-2/session",
    }


def test_a_situation_is_found_by_what_its_choices_open(
    make: Make, client: Client, session: Session
) -> None:
    enrolled(make, client)
    steps = starter().programmes[0].modules[0].activities
    feedback = steps[SITUATION - 1].bodies["fr"]["turns"][-1]["choices"][-1]["feedback"]
    words = " ".join(word.folded for word in list(words_of(feedback))[:8])
    assert links(client.read(f'/search?q="{words}"')) == [f"{LATER}/{SITUATION}"]


def test_questions_of_checks_and_keys_are_never_found(
    make: Make, client: Client, session: Session
) -> None:
    small(make, client, make.version(modules=2))
    assert session.scalars(select(QuestionKey)).first() is not None
    for words in ("question", "réponse", "deux"):
        assert not links(client.read(f"/search?q={words}"))
    assert links(client.read("/search?q=check")) == [
        "/modules/module-1/steps/3",
        "/modules/module-2/steps/3",
    ]


def test_a_sensitive_step_shows_only_its_summary(make: Make, client: Client) -> None:
    enrolled(make, client)
    step = outline(make.session, make.session.scalars(select(Enrolment.version_id)).one())
    first = step.activities[0]
    assert first.sheet["sensitive"]
    page = client.read("/search?q=psychiatrie")
    item = page.tree.xpath("//li[.//a[@href='/modules/role/steps/1']]")[0]
    said = " ".join(item.xpath("./p[last()]")[0].text_content().split())
    assert said.replace("\u00a0", " ")[:40] in first.sheet["summary"]["fr"].replace("'", "’")
    assert "thème sensible" in item.text_content()


@pytest.mark.parametrize("query", ["", "q=", "q=%20%20"])
def test_an_empty_search_says_what_it_does(make: Make, client: Client, query: str) -> None:
    small(make, client)
    page = client.read(f"/search?{query}")
    assert "Un ou deux mots suffisent" in page.words


@pytest.mark.parametrize("words", ["a", "l'", "de la", "?!", "«»", '"'])
def test_too_little_is_said_kindly(make: Make, client: Client, words: str) -> None:
    small(make, client)
    assert "Ajoutez un mot" in client.read(f"/search?q={words}").words


def test_nothing_found_gives_a_hint(make: Make, client: Client) -> None:
    small(make, client)
    page = client.read("/search?q=hippopotame")
    assert "Essayez un seul mot" in page.words
    assert page.tree.xpath("//input[@id='q']/@value") == ["hippopotame"]


def test_some_words_are_better_than_none_and_the_page_says_so(make: Make, client: Client) -> None:
    small(make, client)
    page = client.read("/search?q=texte hippopotame")
    assert links(page)
    assert "Aucun texte ne contient tous les mots" in page.words


def test_a_phrase_is_exact(make: Make, client: Client) -> None:
    small(make, client)
    assert links(client.read('/search?q="prenez un moment"'))
    assert not links(client.read('/search?q="moment un prenez"'))


def test_twenty_results_at_most_and_how_many_more(make: Make, client: Client) -> None:
    small(make, client, make.version(modules=12))
    page = client.read("/search?q=étape")
    assert len(links(page)) == 20
    assert "16 autres textes contiennent ces mots" in page.words.replace("\u00a0", " ")


def test_every_training_under_way_is_searched_and_no_other(
    make: Make, client: Client, session: Session
) -> None:
    person = make.person()
    older = make.enrolment(person, version=make.version())
    newer = make.enrolment(person, version=make.version())
    newer.enrolled_on = older.enrolled_on + timedelta(days=1)
    make.version()
    client.sign_in(person, role=Role.TRAINEE)
    found = links(client.read("/search?q=thought"))
    assert len(found) == 2
    assert {href.partition("programme=")[2] for href in found} == {
        older.public_id,
        newer.public_id,
    }
    client.read(found[-1])
    session.execute(
        update(Enrolment).where(Enrolment.id == newer.id).values(state=EnrolmentState.ENDED)
    )
    assert len(links(client.read("/search?q=thought"))) == 1


def test_somebody_without_training_is_told(make: Make, client: Client) -> None:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    assert client.read("/search?q=texte").tree.xpath("//*[@class='empty']")


def test_a_second_search_asks_only_who_it_is(
    make: Make, client: Client, statements: Statements
) -> None:
    enrolled(make, client)
    with statements() as first:
        client.read("/search?q=racines")
    with statements() as seen:
        client.read("/search?q=équipes")
    # The transaction, the person with the roles, the trainings under way.
    assert len(seen) <= 3, seen
    assert len(first) <= len(seen) + 4, first


def test_what_is_searched_is_written_nowhere(
    make: Make, client: Client, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    small(make, client)
    before = session.scalars(select(JournalEntry)).all()
    with caplog.at_level(logging.DEBUG):
        client.read("/search?q=hippopotame")
        client.read("/search?q=texte")
    told = " ".join(record.getMessage() + str(vars(record)) for record in caplog.records)
    assert "hippopotame" not in told
    assert len(session.scalars(select(JournalEntry)).all()) == len(before)


def test_english_pages_find_english_texts(make: Make, client: Client) -> None:
    person = make.person(locale="en")
    make.enrolment(person, version=publish_starter(make.session))
    client.sign_in(person, role=Role.TRAINEE)
    page = client.read("/search?q=rights")
    assert links(page)
    assert marks(page) <= {"right", "rights"}
