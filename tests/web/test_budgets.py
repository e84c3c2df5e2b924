"""Bytes and requests of a first visit, and the promises of the style sheet."""

from __future__ import annotations

import gzip
import re

from lms.web.assets import FOLDER, version_of
from tests.client import Client, Page

CSS = (FOLDER / "css" / "app.css").read_text()


def squeezed(content: bytes) -> int:
    """Bytes after gzip."""
    return len(gzip.compress(content, 9))


def assets_of(page: Page) -> set[str]:
    """What the browser fetches with a page: sheets, scripts, icons and preloaded fonts."""
    found = page.tree.xpath("//link[@rel!='alternate']/@href | //script/@src | //img/@src")
    return {str(address).split("?")[0].removeprefix("/static/") for address in found}


def test_a_first_visit_weighs_at_most_60_kilobytes_in_6_requests(client: Client) -> None:
    page = client.read("/sign-in")
    files = assets_of(page)
    total = squeezed(page.html.encode())
    for name in files:
        content = (FOLDER / name).read_bytes()
        total += len(content) if name.endswith("woff2") else squeezed(content)
    assert len(files) + 1 <= 6
    assert total <= 60_000
    assert squeezed(page.html.encode()) <= 4_000


def test_the_sheet_and_the_script_stay_small() -> None:
    assert squeezed((FOLDER / "css" / "app.css").read_bytes()) <= 12_000
    scripts = {path.stem: squeezed(path.read_bytes()) for path in (FOLDER / "js").glob("*.js")}
    studio = scripts.pop("studio")
    assert sum(scripts.values()) <= 6_000
    # Authors load it with the script of every page, and with no other.
    assert scripts["app"] + studio <= 6_000


def test_the_system_and_the_own_dark_theme_are_the_same() -> None:
    blocks = re.findall(r"\{\s*color-scheme: dark;([^}]*)\}", CSS)
    assert len(blocks) == 2
    first, second = (sorted(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in blocks)
    assert first == second
    assert len(first) > 20


def test_fonts_are_asked_for_under_the_address_that_was_preloaded() -> None:
    asked = re.findall(r"fonts/([\w.-]+)\?v=(\w+)", CSS)
    assert asked
    for name, version in asked:
        assert version == version_of(f"fonts/{name}")


def test_the_sheet_needs_no_new_browser() -> None:
    assert ": light-dark(" not in CSS
    assert all(address.startswith("../fonts/") for address in re.findall(r'url\("([^"]*)', CSS))
