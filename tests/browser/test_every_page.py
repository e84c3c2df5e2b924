"""Every page within reach of each role, on the demo: no dead link, and sound on every screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.demo import (
    DOORS,
    GROUPS,
    address_of,
    invitation_link,
    load_demo,
    pages_of,
    walk,
)
from tests.browser.live import Live, serve
from tests.browser.seeing import sound
from tests.databases import Databases


@pytest.fixture(scope="module")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo on a live server."""
    with serve(databases.fresh(), tmp_path_factory.mktemp("demo")) as running:
        load_demo(running)
        yield running


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_of_a_role_is_sound(demo: Live, open_page: OpenPage, group: str) -> None:
    pages, broken = pages_of(demo, group)
    assert broken == []
    page = open_page(language="en" if group == "english" else "fr")
    for who, found in pages.items():
        demo.sign_in(page, address_of(who))
        for address in found.values():
            page.goto(demo.at(address))
            sound(page)
        page.context.clear_cookies()


def test_every_page_of_strangers_is_sound(demo: Live, open_page: OpenPage) -> None:
    found = walk(demo, None, *DOORS, invitation_link(demo))
    page = open_page()

    assert found.broken == []
    for address in [*found.pages.values(), "/nowhere"]:
        page.goto(demo.at(address))
        sound(page)
