"""Somebody in front of a browser window: opens, fills, presses, downloads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.live import Live

SEND = "#main form button.btn:not(.btn-2):not(.btn-3):not([type=button])"
"""The one button that sends the page's form."""


@dataclass
class Visitor:
    """One person's window on the site."""

    live: Live
    page: Page

    def open(self, path: str) -> Page:
        """Go to a path of the site, or to a whole address."""
        self.page.goto(path if path.startswith("http") else self.live.at(path))
        return self.page

    def fill(self, **fields: str) -> None:
        """Fill the form's fields by name; radios and boxes are ticked by their value."""
        for name, value in fields.items():
            field = self.page.locator(f"#main [name='{name}']")
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                self.page.check(f"#main [name='{name}'][value='{value}']", force=True)
            else:
                field.first.fill(value)

    def press(self, what: str = SEND) -> Page:
        """Press the first button or link that fits, and wait for the page that follows."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator(what).first.click()
        return self.page

    def fetch(self, what: str) -> bytes:
        """Press what downloads a file, and read the file."""
        with self.page.expect_download() as coming:
            self.page.locator(what).first.click()
        return Path(coming.value.path()).read_bytes()

    def sees(self, what: str) -> int:
        """How many such things the page shows."""
        return self.page.locator(what).count()

    @property
    def words(self) -> str:
        """What the main part of the page says."""
        return " ".join(self.page.locator("#main").inner_text().split())
