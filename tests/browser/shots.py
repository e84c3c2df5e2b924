"""Pictures of each kind of page of the demo: `python -m tests.browser.shots [FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium
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
from tests.databases import Databases

SETTINGS = {
    "1280-light": (1280, 900, "light"),
    "1280-dark": (1280, 900, "dark"),
    "390-light": (390, 844, "light"),
    "390-dark": (390, 844, "dark"),
}


def main(folder: Path) -> None:
    """Load the demo, follow its links, and keep a picture of each kind of page."""
    found = chromium()
    if found is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with demo_site() as live, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        count = strangers(browser, live, folder)
        for group in GROUPS:
            count += people(browser, live, folder, group)
        browser.close()
    print(f"{count} pages in {len(SETTINGS)} settings: {folder}")


@contextmanager
def demo_site() -> Iterator[Live]:
    """The demo on a database that is thrown away."""
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        with serve(Databases("sqlite", place).fresh(), place) as live:
            load_demo(live)
            yield live


def people(browser: Browser, live: Live, folder: Path, group: str) -> int:
    """The pages of a group's people."""
    pages, _broken = pages_of(live, group)
    for who, kinds in pages.items():
        with window(browser, "en" if group == "english" else "fr") as page:
            live.sign_in(page, address_of(who))
            take(page, live, folder, kinds, f"{group}-{who}")
    return sum(map(len, pages.values()))


def strangers(browser: Browser, live: Live, folder: Path) -> int:
    """What everybody may read, and the answers of the door and of verification."""
    kinds = walk(live, None, *DOORS, invitation_link(live)).pages
    kinds["errors.nowhere"] = "/nowhere"
    with window(browser, "fr") as page:
        take(page, live, folder, kinds, "stranger")
        answers = {"refused": ("/sign-in", {"email": "awa@demo.example", "password": "essai"})}
        for number, (name, code) in enumerate(codes(live)):
            answers[f"verify-{number}"] = (f"/v/{code}", {"family_name": name})
        for kind, (address, fields) in answers.items():
            page.goto(live.at(address))
            for field, words in fields.items():
                page.fill(f"[name={field}]", words)
            page.press(f"[name={field}]", "Enter")
            page.wait_for_load_state()
            keep(page, folder, f"stranger-{kind}")
    return len(kinds) + len(answers)


@contextmanager
def window(browser: Browser, language: str) -> Iterator[Page]:
    """A window in this language."""
    locale = {"fr": "fr-FR", "en": "en-GB"}[language]
    context: BrowserContext = browser.new_context(locale=locale, timezone_id="Europe/Paris")
    yield context.new_page()
    context.close()


def take(page: Page, live: Live, folder: Path, kinds: dict[str, str], who: str) -> None:
    """A picture of each address in each setting."""
    for number, (kind, address) in enumerate(kinds.items()):
        keep(page, folder, f"{who}-{number:02}-{kind.split()[0]}", live.at(address))


def keep(page: Page, folder: Path, name: str, address: str = "") -> None:
    """The address, or the page that is open, in each setting."""
    before = 0
    for setting, (width, height, ground) in SETTINGS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if ground == "dark" else "light")
        if address and width != before:
            # Loaded on this screen: what is folded on a telephone is open on a wide one.
            page.goto(address)
            before = width
        picture = folder / f"{name}-{setting}.png"
        page.screenshot(path=picture, full_page=True, animations="disabled")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/shots"))
