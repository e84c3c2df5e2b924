"""Reading in one's own way: easy texts and content notes, with the browser's script and without."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms.accounts.models import Person
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.folders import publish_starter

STEP = "/modules/role/steps/1"


def learner(live: Live) -> Person:
    """Somebody in training on the shipped programme."""
    person = live.make.person()
    live.make.enrolment(person, version=publish_starter(live.session))
    return person


def walk(live: Live, page: Page, person: Person, *, looked_at: bool = True) -> None:
    """The note, the text behind it, the easy text, and back."""
    live.sign_in(page, person)
    page.goto(live.at(STEP))
    note = page.get_by_text("Cette étape évoque l’internement")
    expect(note).to_be_visible()
    expect(page.get_by_role("link", name="3114")).to_be_visible()
    expect(page.get_by_text("Jean-Baptiste Pussin")).to_have_count(0)
    if looked_at:
        sound(page)
    page.get_by_role("button", name="Afficher le texte").click()
    expect(page.get_by_text("Jean-Baptiste Pussin").first).to_be_visible()
    if looked_at:
        sound(page)
    page.get_by_role("button", name="Texte facile à lire").click()
    expect(page.get_by_text("Un pair a vécu la même chose que vous.")).to_be_visible()
    if looked_at:
        sound(page)
    page.get_by_role("button", name="Revenir au texte ordinaire").click()
    expect(page.get_by_text("Un pair a vécu la même chose que vous.")).to_have_count(0)
    page.get_by_role("button", name="Cacher de nouveau le texte").click()
    expect(page.get_by_text("Jean-Baptiste Pussin")).to_have_count(0)


def test_a_note_and_an_easy_text(live: Live, page: Page) -> None:
    walk(live, page, learner(live))


def test_a_note_and_an_easy_text_without_javascript(live: Live, open_page: OpenPage) -> None:
    page = open_page(javascript=False, setting="390")
    walk(live, page, learner(live), looked_at=False)
