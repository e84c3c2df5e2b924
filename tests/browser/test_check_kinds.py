"""A check with every kind of question, taken with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.learning.models import Attempt
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.checks.kinds import RIGHT, published

RIGHT_ORDER = ("Se calmer", "En parler", "Prévenir")
GOES_ON = "Garder ma réponse et continuer"


@pytest.mark.parametrize("javascript", [True, False])
def test_every_kind_is_answered_and_sent(live: Live, open_page: OpenPage, javascript: bool) -> None:
    version, person = published(live.session), live.make.person()
    live.make.enrolment(person, version=version)
    page = open_page(javascript=javascript, setting="390")
    live.sign_in(page, person)
    page.goto(live.at("/modules/role/steps/2"))
    page.locator("form[action$='/modules/role/check'] button").click()
    page.wait_for_url("**/check/1")
    asked = live.session.scalars(select(Attempt.drawn)).one() or []
    live.session.commit()
    for one in asked:
        if one["id"] == "ordering":
            (order_by_buttons if javascript else order_by_lists)(page)
        else:
            fill(page, RIGHT[one["id"]])
        if javascript:
            sound(page)
        page.get_by_role("button", name=GOES_ON).click()
    if javascript:
        sound(page)
    page.locator("form[action$='/check/submit'] button").click()
    expect(page.locator("h1")).to_contain_text("attend la lecture")
    taken = live.session.scalars(select(Attempt)).one()
    assert (taken.right_answers, taken.part_top, taken.waiting) == (8, 0, 1)


def fill(page: Page, fields: dict[str, str | list[str]]) -> None:
    """Answer whatever control the page has."""
    for name, value in fields.items():
        control = page.locator(f"[name={name}]")
        if control.first.get_attribute("type") in ("radio", "checkbox"):
            for one in [value] if isinstance(value, str) else value:
                page.check(f"input[name={name}][value='{one}']")
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(str(value))


def order_by_lists(page: Page) -> None:
    for place, words in enumerate(RIGHT_ORDER, 1):
        page.get_by_label(words).select_option(str(place))


def order_by_buttons(page: Page) -> None:
    """The lists are gone; each line goes up by its button, from the keyboard too."""
    lines = page.locator("[data-ordering] > li")
    expect(page.locator("[data-ordering] select:visible")).to_have_count(0)
    expect(lines.first.locator("[data-move=up]")).to_be_disabled()
    expect(lines.last.locator("[data-move=down]")).to_be_disabled()
    for place, words in enumerate(RIGHT_ORDER, 1):
        line = lines.filter(has_text=words)
        up = line.locator("[data-move=up]")
        while line.locator("select").evaluate("one => one.value") != str(place):
            up.focus()
            page.keyboard.press("Enter")
    expect(lines.locator("label")).to_have_text(list(RIGHT_ORDER))
    lines.first.locator("[data-move=down]").click()
    expect(lines.nth(1).locator("[data-move=down]")).to_be_focused()
    expect(page.locator("[data-ordering-status]")).to_have_text("Place 2 sur 3")
    page.keyboard.press("Enter")
    expect(lines.last.locator("[data-move=up]")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(lines.locator("label")).to_have_text(list(RIGHT_ORDER))
    expect(lines.first.locator("[data-move=down]")).to_be_focused()
