"""Reading in one's own way: easy texts and content notes, with the browser's script and without."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms.accounts.models import Person
from lms.kernel.actor import Role
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


TEXT = "/modules/role/steps/2"
MEANING = "one => getComputedStyle(one, '::after').content"


def test_the_meaning_of_a_term_is_under_the_pointer_and_the_keyboard(
    live: Live, open_page: OpenPage
) -> None:
    person = learner(live)
    for javascript in (True, False):
        page = open_page(javascript=javascript, setting="390")
        live.sign_in(page, person)
        page.goto(live.at(TEXT))
        term = page.locator("main a.term").first
        assert term.evaluate(MEANING) == "none"
        term.hover()
        assert term.evaluate(MEANING) != "none"
        page.mouse.move(0, 0)
        page.locator(".passage-link a").first.focus()
        page.keyboard.press("Shift+Tab")
        last = page.locator("main a.term:focus-visible")
        assert last.evaluate(MEANING) != "none"
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if javascript:
            sound(page)
            page.keyboard.press("Escape")
            assert last.evaluate(MEANING) == "none"
        last.click()
        expect(page.locator("h1")).to_have_text("Glossaire")


AFTER_A_PAUSE = 3_000
"""Milliseconds: the script keeps the place once the reader has stopped scrolling for two."""


def resume(live: Live, page: Page, person: Person, *, script: bool = True) -> None:
    """Read down a text, leave, and go on from the programme's page."""
    live.sign_in(page, person)
    page.goto(live.at(TEXT))
    if script:
        page.locator("#p-14").evaluate("part => part.scrollIntoView()")
        page.wait_for_timeout(AFTER_A_PAUSE)
    page.goto(live.at("/path"))
    kept = page.locator(".block", has_text="Vous lisiez, sur cet appareil")
    expect(kept).to_be_visible()
    kept.get_by_role("link", name="Reprendre la lecture à cet endroit").click()
    assert page.url.partition("#")[0] == live.at(TEXT)
    assert ("#p-" in page.url) is script


def test_going_on_where_one_left(live: Live, page: Page) -> None:
    resume(live, page, learner(live))


def test_going_on_where_one_left_without_javascript(live: Live, open_page: OpenPage) -> None:
    resume(live, open_page(javascript=False, setting="390"), learner(live), script=False)


def comment(live: Live, open_page: OpenPage, *, javascript: bool) -> None:
    """A reader comments on a passage, an author answers, the reader finds the answer there."""
    organisation = live.make.organisation()
    person = live.make.person()
    live.make.enrolment(person, organisation, publish_starter(live.session))
    author = live.make.member(Role.AUTHOR, organisation)
    reading = open_page(javascript=javascript, setting="390")
    live.sign_in(reading, person)
    reading.goto(live.at(TEXT))
    if javascript:
        reading.locator("#p-2").dblclick()
        reading.get_by_role("link", name="Commenter ce passage").click()
    else:
        reading.get_by_role("link", name="Commenter cette partie").first.click()
    reading.get_by_label("Votre commentaire").fill("Ce mot me perd.")
    if javascript:
        sound(reading)
    reading.get_by_role("button", name="Envoyer le commentaire").click()
    expect(reading.get_by_text("Pas encore de réponse")).to_be_visible()

    writing = open_page(javascript=javascript)
    live.sign_in(writing, author)
    writing.goto(live.at("/studio/comments"))
    if javascript:
        sound(writing)
    writing.locator("main table a").first.click()
    expect(writing.get_by_text("Ce mot me perd.")).to_be_visible()
    writing.get_by_label("La réponse ci-dessous suffit").check()
    writing.get_by_label("Réponse pour les personnes qui lisent").fill("Voici ce qu’il veut dire.")
    if javascript:
        sound(writing)
    writing.get_by_role("button", name="Enregistrer").click()
    reading.goto(live.at(TEXT))
    expect(reading.get_by_text("Voici ce qu’il veut dire.")).to_be_visible()
    if javascript:
        sound(reading)


def test_a_comment_and_its_answer(live: Live, open_page: OpenPage) -> None:
    comment(live, open_page, javascript=True)


def test_a_comment_and_its_answer_without_javascript(live: Live, open_page: OpenPage) -> None:
    comment(live, open_page, javascript=False)
