"""The manager's list in real Chromium: choosing documents, searching, with and without script."""

from __future__ import annotations

import zipfile

from playwright.sync_api import Page, expect

from lms.kernel.keys import Keys
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.certification.earned import Earned, earned, issued, place
from tests.make import Make


def certified(live: Live, make: Make) -> tuple[list[Earned], str]:
    """Two people with a document, one without; and the address of the list."""
    keys: Keys = live.app.extensions["sillage.keys"]
    here = place(make)
    people = [
        earned(make, at=here, given=given, family=family)
        for given, family in (("Élodie", "Petit"), ("Awa", "Diop"))
    ]
    for one in people:
        issued(make, keys, one)
    earned(make, at=here, given="Hugo", family="Martins", minutes=30)
    live.work()
    return people, f"/orgs/{here[0].slug}/people"


def test_a_manager_searches_chooses_and_downloads(live: Live, page: Page) -> None:
    people, path = certified(live, live.make)
    live.sign_in(page, people[0].manager)
    expect(page).to_have_url(live.at(path))
    sound(page)

    page.get_by_role("button", name="Choisir", exact=False).first.click()
    expect(page.locator("[data-count]")).to_contain_text("2")
    with page.expect_download() as coming:
        page.locator(".bulk .row:last-child button").click()
    names = zipfile.ZipFile(coming.value.path()).namelist()
    assert len([name for name in names if name.endswith(".pdf")]) == 2

    page.fill("input[name=q]", "elodie")
    page.press("input[name=q]", "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Élodie Petit").click()
    expect(page.locator("h1")).to_have_text("Élodie Petit")
    sound(page)
    page.go_back()
    expect(page.locator("input[name=q]")).to_have_value("elodie")


def test_without_javascript_one_document_is_chosen(live: Live, plain_page: Page) -> None:
    people, path = certified(live, live.make)
    live.sign_in(plain_page, people[0].manager)
    plain_page.goto(live.at(path))

    plain_page.locator("input[name=certificate]:not([disabled])").first.check()
    with plain_page.expect_download() as coming:
        plain_page.locator(".bulk .row:last-child button").click()
    assert zipfile.ZipFile(coming.value.path()).namelist()[-1].endswith((".pdf", ".csv"))


def test_a_role_is_ended_after_reading_what_ends(live: Live, page: Page) -> None:
    people, path = certified(live, live.make)
    live.sign_in(page, people[0].manager)
    page.get_by_role("link", name="Awa Diop").click()
    page.locator("a[href$='/end']").click()
    sound(page)
    page.locator("main form button").click()
    expect(page.locator(".flashes")).to_contain_text("Awa Diop")
    page.goto(live.at(path + "?status=issued"))
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_team_is_readable(live: Live, page: Page) -> None:
    people, path = certified(live, live.make)
    live.sign_in(page, people[0].manager)
    page.goto(live.at(path.replace("/people", "/team")))
    expect(page.locator("tbody tr")).to_have_count(2)
    sound(page)
