"""Work handed in, returned, handed in again and accepted, with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.assessment.handing import WORK, accompanied
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound


@pytest.mark.parametrize("javascript", [True, False])
def test_work_is_returned_and_then_accepted(
    live: Live, open_page: OpenPage, javascript: bool
) -> None:
    one = accompanied(live.make)
    live.make.session.commit()
    person, tutor = open_page(javascript=javascript), open_page(javascript=javascript)
    live.sign_in(person, one.person)
    live.sign_in(tutor, one.tutor)
    _hand_in(live, person, "Ce que j'ai tenté.", file=True)
    _answer(live, tutor, "returned", "Et le cadre ?")

    person.goto(live.at(WORK))
    expect(person.locator("main")).to_contain_text("Et le cadre ?")
    expect(person.locator("textarea[name=words]")).to_have_value("Ce que j'ai tenté.")
    _look(person, javascript)
    _hand_in(live, person, "Avec le cadre.", file=False)
    _answer(live, tutor, "accepted", "Merci.")

    person.goto(live.at(WORK))
    expect(person.locator("main h2").first).to_contain_text("Accepté")
    expect(person.locator("main")).to_contain_text("Merci.")
    _look(person, javascript)


def _hand_in(live: Live, page: Page, words: str, *, file: bool) -> None:
    page.goto(live.at(WORK))
    page.fill("textarea[name=words]", words)
    if file:
        sent = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"Mes notes.")
        page.set_input_files("input[name=documents]", sent)
    page.click("button[value=hand-in]")
    expect(page.locator(".flashes")).to_contain_text("Reçu")
    if file:
        expect(page.locator("main")).to_contain_text("notes.txt")


def _answer(live: Live, page: Page, state: str, feedback: str) -> None:
    page.goto(live.at("/tutoring/work"))
    page.click("main tbody a")
    page.fill("textarea[name=feedback]", feedback)
    page.check(f"input[name=state][value={state}]")
    page.check("input[name=level_D1][value=in_progress]")
    page.click("button[value=answer]")
    expect(page.locator(".flashes")).to_contain_text("envoyée")


def _look(page: Page, javascript: bool) -> None:
    if javascript:
        sound(page)
