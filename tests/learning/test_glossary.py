"""The glossary's page, and the way to it from the texts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from lms.kernel.actor import Role
from tests.catalogue.folders import publish_starter, starter
from tests.client import Client, Page
from tests.learning.trainees import enrolled, small
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
ENTRIES = starter().programmes[0].sheet["glossary"]


def terms(page: Page) -> list[str]:
    """The terms that the page shows, in order."""
    return ["".join(term.itertext()).strip() for term in page.tree.xpath("//main//dt")]


def test_the_page_has_every_term_by_letter(make: Make, client: Client) -> None:
    enrolled(make, client)
    assert client.read("/path").tree.xpath("//main//a[@href='/glossary']")
    page = client.read("/glossary")
    assert len(terms(page)) == len(ENTRIES)
    anchors = page.tree.xpath("//ul[@class='letters']//a/@href")
    assert len(anchors) > 5
    assert all(page.tree.xpath(f"//h2[@id='{anchor[1:]}']") for anchor in anchors)


def test_a_step_leads_to_the_first_place_of_a_term(make: Make, client: Client) -> None:
    enrolled(make, client)
    step = client.read("/modules/role/steps/1")
    links = step.tree.xpath("//div[contains(@class,'prose')]//a[@class='term']")
    addresses = [link.get("href") for link in links]
    assert addresses
    assert len(addresses) == len(set(addresses))
    assert not step.tree.xpath("//*[self::h1 or self::h2 or self::h3]//a[@class='term']")
    page = client.read(addresses[0])
    anchor = addresses[0].partition("#")[2]
    assert page.tree.xpath(f"//div[@id='{anchor}']/dd")


@pytest.mark.parametrize("words", ["ENTRAIDES", "gem", "isolement s'entraider"])
def test_a_word_is_looked_for_in_terms_and_meanings(make: Make, client: Client, words: str) -> None:
    enrolled(make, client)
    page = client.read(f"/glossary?q={words}")
    assert 0 < len(terms(page)) < len(ENTRIES)
    assert any("GEM" in term for term in terms(page))


def test_no_word_matches_and_the_texts_may_help(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read("/glossary?q=hippopotame")
    assert page.tree.xpath("//main//a[@href='/search?q=hippopotame']")
    assert not terms(page)


def test_a_version_without_glossary_says_so(make: Make, client: Client) -> None:
    small(make, client)
    assert "Pas encore de glossaire" in client.read("/glossary").words
    assert not client.read("/path").tree.xpath("//main//a[@href='/glossary']")
    client.read("/modules/module-1/steps/1")


def test_somebody_without_training_is_told(make: Make, client: Client) -> None:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    assert client.read("/glossary").tree.xpath("//*[@class='empty']")


def test_with_two_trainings_each_has_its_glossary(make: Make, client: Client) -> None:
    person = make.person(locale="en")
    older = make.enrolment(person, version=publish_starter(make.session))
    newer = make.enrolment(person, version=make.version())
    newer.enrolled_on = older.enrolled_on + timedelta(days=1)
    client.sign_in(person, role=Role.TRAINEE)
    assert not terms(client.read(f"/glossary?programme={newer.public_id}"))
    page = client.read(f"/modules/role/steps/2?programme={older.public_id}")
    [first, *_rest] = page.tree.xpath("//a[@class='term']/@href")
    assert f"programme={older.public_id}#term-" in first
    assert "peer support" in terms(client.read(first))


def test_the_page_asks_only_who_it_is(make: Make, client: Client, statements: Statements) -> None:
    enrolled(make, client)
    client.read("/glossary")
    with statements() as seen:
        client.read("/glossary?q=droit")
    assert len(seen) <= 3, seen
