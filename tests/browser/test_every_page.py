"""Every page within reach of each role, on the demo: no dead link, and sound on every screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from lms.accounts.models import Person
from tests.browser.conftest import OpenPage
from tests.browser.demo import address_of, invitation_link, load_demo
from tests.browser.live import Live, serve
from tests.browser.pages import Walk, Walker
from tests.browser.seeing import sound
from tests.client import Client
from tests.databases import Databases

GROUPS = {
    "trainee": ("awa", "samira", "malik", "ines"),
    "english": ("suryani",),
    "supervisor": ("nadia", "yann"),
    "manager": ("claire",),
    "nobody": ("paul",),
}
"""Whose pages are read together: a kind of page is audited once in a group."""
ALIKE = ("accounts.", "web.", "support.", "certification.verify")
"""Rooms whose pages are the same for every role: audited for people in training."""


@pytest.fixture(scope="module")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo on a live server."""
    with serve(databases.fresh(), tmp_path_factory.mktemp("demo")) as running:
        load_demo(running)
        yield running


def walk(demo: Live, who: str | None, *starts: str) -> Walk:
    """Everything that somebody can reach."""
    client = Client(demo.app)
    if who is not None:
        # A session that ends here: whoever holds SQLite's lock keeps the server from writing.
        with demo.sessions() as session:
            asked = select(Person).where(Person.email == address_of(who))
            person = session.scalars(asked).one()
        client.sign_in(person)
    return Walker(client).walk(*starts)


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_of_a_role_is_sound(demo: Live, open_page: OpenPage, group: str) -> None:
    audited: set[str] = set()
    for who in GROUPS[group]:
        found = walk(demo, who, "/home")
        assert found.broken == []
        page = open_page(language="en" if group == "english" else "fr")
        demo.sign_in(page, address_of(who))
        for kind, address in found.pages.items():
            if kind in audited or (group != "trainee" and kind.startswith(ALIKE)):
                continue
            audited.add(kind)
            page.goto(demo.at(address))
            sound(page)


def test_every_page_of_strangers_is_sound(demo: Live, open_page: OpenPage) -> None:
    found = walk(demo, None, "/", "/v", invitation_link(demo))
    page = open_page()

    assert found.broken == []
    for address in [*found.pages.values(), "/nowhere"]:
        page.goto(demo.at(address))
        sound(page)
