"""A sheet becomes a document in real Chromium, scripted or not: empty before, closed after."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.attendance.test_signing import Gathering, gathering
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound, wear


def taken(live: Live, page: Page, one: Gathering, folder: Path) -> str:
    """What is written on the newest document of the session, fetched by its link."""
    expect(page.locator("#t-papers + ul li")).to_contain_text("En préparation")
    live.work()
    page.goto(live.at(one.page))
    with page.expect_download() as fetched:
        page.locator("a[href^='/sheets/']").first.click()
    file = folder / fetched.value.suggested_filename
    assert file.suffix == ".pdf"
    fetched.value.save_as(file)
    return "".join("".join(each.extract_text() for each in PdfReader(file).pages).split())


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sheet_is_closed_after_the_half_day_and_taken_away(
    live: Live, open_page: OpenPage, tmp_path: Path, *, javascript: bool
) -> None:
    one = gathering(live.make, ago=timedelta(hours=4))
    page = open_page(javascript=javascript, setting="390")
    live.sign_in(page, one.awa)
    page.goto(live.at(f"{one.half()}/sign"))
    page.locator("main form button").click()
    expect(page).to_have_url(live.at(one.page))
    page.context.clear_cookies()

    live.sign_in(page, one.trainer)
    page.goto(live.at(one.page))
    page.get_by_role("link", name="Clore la feuille", exact=True).click()
    # Awa has signed; who has no line yet is said before, and nobody is held up by it.
    expect(page.locator("main")).to_contain_text(one.leo.screen_name)
    if javascript:
        sound(page)
        wear(page, "390")
    page.get_by_role("button", name="Clore la feuille", exact=True).click()
    words = taken(live, page, one, tmp_path)
    assert "AwaDiop" in words
    if javascript:
        sound(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_empty_sheet_is_printed_before_the_session(
    live: Live, open_page: OpenPage, tmp_path: Path, *, javascript: bool
) -> None:
    one = gathering(live.make, ago=timedelta(days=-2), halves=2)
    page = open_page(javascript=javascript, setting="390")
    live.sign_in(page, one.trainer)
    page.goto(live.at(one.page))
    # Nothing is closed before it was held.
    expect(page.locator(f"a[href='{one.page}/close']")).to_have_count(0)
    page.locator(f"a[href='{one.page}/empty-sheet']").click()
    if javascript:
        sound(page)
        wear(page, "390")
    page.locator(f"main form[action='{one.page}/empty-sheet'] button").click()
    words = taken(live, page, one, tmp_path)
    assert "AwaDiop" in words
    assert "Signédepuis" not in words
    if javascript:
        sound(page)
