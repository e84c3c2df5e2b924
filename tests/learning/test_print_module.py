"""A whole module on one page, to be printed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise

import pytest

from lms.catalogue.models import ActivityKind
from lms.kernel.actor import Role
from tests.catalogue.folders import publish_starter, starter
from tests.client import Client
from tests.learning.trainees import enrolled, small
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
PRINT = "/modules/role/print"
INITIAL = next(p for p in starter().programmes if p.slug == "programme-initial")
STEPS = starter().programmes[0].modules[0].activities


def test_the_module_leads_to_its_pages_to_print(make: Make, client: Client) -> None:
    enrolled(make, client)
    assert client.read("/modules/role").tree.xpath(f"//main//a[@href='{PRINT}']")
    page = client.read(PRINT)
    titles = [" ".join(h.text_content().split()) for h in page.tree.xpath("//main//h2")]
    for step in STEPS:
        assert any(step.title["fr"][:12].replace("'", "’") in title for title in titles), step.slug
    assert "Sources" in titles


def test_each_choice_of_a_situation_is_unfolded(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read(PRINT)
    situations = [step for step in STEPS if step.kind is ActivityKind.SITUATION]
    choices = sum(len(t["choices"]) for s in situations for t in s.bodies["fr"]["turns"])
    assert len(page.tree.xpath("//ul[@class='ways']/li")) == choices
    assert not page.tree.xpath("//main//details | //main//form[not(@class='easy')]")


def test_prompts_have_room_to_write(make: Make, client: Client) -> None:
    enrolled(make, client)
    prompts = sum(len(step.bodies["fr"].get("prompts", ())) for step in STEPS)
    tasks = sum(step.kind is ActivityKind.PRACTICE for step in STEPS)
    rooms = client.read(PRINT).tree.xpath("//div[@class='prompt']/div[@class='write']")
    assert len(rooms) == prompts + tasks > 0


def test_questions_of_the_check_are_not_printed(make: Make, client: Client) -> None:
    enrolled(make, client)
    words = client.read(PRINT).html
    check = next(step for step in STEPS if step.kind is ActivityKind.CHECK)
    assert check.title["fr"].replace("'", "’") in words
    for question in check.bodies["fr"]["questions"]:
        assert question["text"].replace("'", "’")[:40] not in words


def test_sensitive_steps_say_so_before_their_text(make: Make, client: Client) -> None:
    enrolled(make, client)
    page = client.read(PRINT)
    sensitive = [n for n, step in enumerate(STEPS, 1) if step.sheet["sensitive"]]
    assert sensitive
    for number in sensitive:
        section = page.tree.xpath(f"//section[@id='step-{number}']")[0]
        order = section.xpath("./*[contains(@class,'notice-sup') or contains(@class,'prose')]")
        assert "notice-sup" in order[0].get("class")
    assert len(page.tree.xpath("//div[contains(@class,'notice-sup')]")) == len(sensitive) + 1


def test_headings_go_down_step_by_step(make: Make, client: Client) -> None:
    enrolled(make, client)
    levels = [int(h.tag[1]) for h in client.read(PRINT).tree.xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("slug", [module.slug for module in INITIAL.modules])
def test_every_shipped_module_can_be_printed(make: Make, client: Client, slug: str) -> None:
    person = make.person()
    make.enrolment(person, version=publish_starter(make.session, "programme-initial"))
    client.sign_in(person, role=Role.TRAINEE)
    assert client.read(f"/modules/{slug}/print").tree.xpath("//h2[@id='session']")


def test_it_is_printed_in_the_language_of_its_reader(make: Make, client: Client) -> None:
    person = make.person(locale="en")
    make.enrolment(person, version=publish_starter(make.session))
    client.sign_in(person, role=Role.TRAINEE)
    assert "Where peer support comes from" in client.read(PRINT).words


def test_a_module_without_texts_beside_and_a_missing_one(make: Make, client: Client) -> None:
    small(make, client)
    assert client.read("/modules/module-1/print").tree.xpath("//h2[@id='session']")
    client.read("/modules/module-2/print", 404)


def test_a_second_view_asks_only_who_it_is(
    make: Make, client: Client, statements: Statements
) -> None:
    enrolled(make, client)
    client.read(PRINT)
    with statements() as seen:
        client.read(PRINT)
    assert len(seen) <= 3, seen
