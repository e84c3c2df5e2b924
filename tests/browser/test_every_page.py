"""Every page within reach of each role, on the demo: no dead link, and sound on every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.demo import (
    DOORS,
    GROUPS,
    address_of,
    codes,
    invitation_link,
    load_demo,
    pages_of,
    walk,
)
from tests.browser.live import Live, serve
from tests.browser.seeing import sound
from tests.databases import Databases

Look = Callable[[Page], None]


@pytest.fixture(scope="module")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo on a live server."""
    with serve(databases.fresh(), tmp_path_factory.mktemp("demo")) as running:
        load_demo(running)
        yield running


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """The whole audit; a second database shows the same pages, which then must only come."""
    return sound if request.config.getoption("--database") == "sqlite" else one_heading


def one_heading(page: Page) -> None:
    """Fail when the page did not come."""
    assert page.locator("h1").count() == 1, page.url


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_of_a_role_is_sound(
    demo: Live, open_page: OpenPage, look: Look, group: str
) -> None:
    pages, broken = pages_of(demo, group)
    assert broken == []
    page = open_page(language="en" if group == "english" else "fr")
    for who, found in pages.items():
        demo.sign_in(page, address_of(who))
        for address in found.values():
            page.goto(demo.at(address))
            look(page)
        page.context.clear_cookies()


def test_every_page_of_strangers_is_sound(demo: Live, open_page: OpenPage, look: Look) -> None:
    found = walk(demo, None, *DOORS, invitation_link(demo))
    page = open_page()

    assert found.broken == []
    for address in [*found.pages.values(), "/nowhere"]:
        page.goto(demo.at(address))
        look(page)


def test_the_answers_of_verification_are_sound(demo: Live, page: Page, look: Look) -> None:
    for name, code in codes(demo):
        page.goto(demo.at(f"/v/{code}"))
        page.fill("[name=family_name]", name)
        page.press("[name=family_name]", "Enter")
        page.wait_for_selector(".verdict")
        look(page)


def test_a_refused_sign_in_is_sound(demo: Live, page: Page, look: Look) -> None:
    page.goto(demo.at("/sign-in"))
    page.fill("[name=email]", address_of("awa"))
    page.press("[name=email]", "Enter")
    page.wait_for_selector(".errors")
    look(page)
