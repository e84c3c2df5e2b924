"""Looking at pages as the audit does: settings of the screen, axe-core, sideways scroll."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe.min.js"

TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    *("best-practice", "RGAAv4"),
]


@dataclass(frozen=True)
class Setting:
    """A screen: its width, height and ground."""

    width: int
    height: int
    ground: Literal["light", "dark"] = "light"


SETTINGS = {
    "light": Setting(1280, 900),
    "dark": Setting(1280, 900, "dark"),
    "390": Setting(390, 844),
    "320": Setting(320, 640),
}
"""320 px is a screen of 1280 at 400 % zoom."""


def wear(page: Page, setting: str) -> None:
    """Look at the page on another screen."""
    chosen = SETTINGS[setting]
    page.set_viewport_size({"width": chosen.width, "height": chosen.height})
    page.emulate_media(color_scheme=chosen.ground)


def axe(page: Page) -> list[str]:
    """What axe-core refuses on the page, every fold opened; one line each."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async tags => {
            document.querySelectorAll('main details').forEach(fold => { fold.open = true; });
            const options = {
                resultTypes: ['violations'],
                runOnly: {type: 'tag', values: tags},
                rules: {'target-size': {enabled: true}},
            };
            const {violations} = await axe.run(document, options);
            return violations.map(v => `${v.id}: ${v.help}: `
                + v.nodes.map(n => `${n.target.join(' ')} (${n.failureSummary})`).join(' | '));
        }""",
        TAGS,
    )
    return [str(line) for line in found]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its screen."""
    wide = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(wide)


def sticking_out(page: Page) -> list[str]:
    """What reaches beyond the screen's edge."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(e => `${e.tagName}.${e.className}`)"""
    )
    return found


def no_sideways_scroll(page: Page) -> None:
    """Fail when the page scrolls sideways on a telephone or at 400 % zoom."""
    for name in ("390", "320"):
        wear(page, name)
        wide = sideways(page)
        assert wide <= 0, f"{page.url} is {wide} px too wide at {name}: {sticking_out(page)}"


def sound(page: Page) -> None:
    """The whole audit of one page: axe in light, dark and 390 px, and no sideways scroll."""
    for name in ("light", "dark", "390"):
        wear(page, name)
        refused = axe(page)
        assert not refused, "\n".join((f"{page.url} ({name})", *refused))
    no_sideways_scroll(page)
    wear(page, "light")


def digest_of(file: Path) -> str:
    """SHA-384 as browsers and npm write it."""
    return base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def vendored() -> dict[str, str]:
    """What is said of the vendored file."""
    read: dict[str, str] = tomllib.loads((VENDOR / "axe.toml").read_text())
    return read
