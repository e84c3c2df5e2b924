"""Real Chromium against a live server; every page fails on a console or policy message."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.live import Live, serve
from tests.browser.seeing import SETTINGS
from tests.conftest import skip_loudly
from tests.databases import Databases

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
HERE = Path(__file__).parent
# A refused form or a missing page is an answer; the browser notes it in its console all the same.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """The browser of the system, or the one named in SILLAGE_TEST_CHROMIUM."""
    named = os.environ.get("SILLAGE_TEST_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def live(databases: Databases, tmp_path: Path) -> Iterator[Live]:
    """The application on a fresh database and a free port."""
    with serve(databases.fresh(), tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    found = chromium()
    if found is None:
        skip_loudly("Chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Makes pages, each in a browser profile of its own: `open_page(javascript=False)`.

    Whatever the console or the policy says in them fails the test in the end.
    """
    opened: list[BrowserContext] = []
    said: list[str] = []

    def make(*, javascript: bool = True, setting: str = "light", language: str = "fr") -> Page:
        screen = SETTINGS[setting]
        context = browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            color_scheme=screen.ground,
            # A colour measured in the middle of its change would be nobody's colour.
            reduced_motion="reduce",
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            timezone_id="Europe/Paris",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        _listen(context, said)
        return context.new_page()

    yield make
    for context in opened:
        context.close()
    assert said == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page with JavaScript, in French, on a wide light screen."""
    return open_page()


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    """The same without JavaScript."""
    return open_page(javascript=False)


def _listen(context: BrowserContext, said: list[str]) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not ANSWERED.match(message.text):
            said.append(f"{message.type}: {message.text}")

    def broke(error: Any) -> None:
        said.append(f"script: {error.error}")

    context.on("console", heard)
    context.on("weberror", broke)
