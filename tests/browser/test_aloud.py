"""A step read aloud by the device: only where it can, paragraph by paragraph, nothing sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.folders import publish_starter

# A device whose voices are named here; it speaks when the test says `speak()`.
DEVICE = """
window.spoken = [];
let waiting = null;
window.speak = () => { const said = waiting; waiting = null; said?.onend?.(); };
const voices = %s;
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => voices,
  speak: words => { window.spoken.push([words.lang, words.text]); waiting = words; },
  cancel: () => { const said = waiting; waiting = null; said?.onerror?.(); },
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
OWN = "[{lang: 'fr-FR', localService: true}]"
FAR = "[{lang: 'fr-FR', localService: false}, {lang: 'de-DE', localService: true}]"
GROUP = "[data-aloud]"


def reading(live: Live, page: Page, voices: str) -> None:
    """Open the first text of somebody in training on a device with these voices."""
    person = live.make.person()
    live.make.enrolment(person, version=publish_starter(live.session))
    page.add_init_script(DEVICE % voices)
    live.sign_in(page, person)
    page.goto(live.at("/modules/role/steps/1"))
    with page.expect_navigation():
        page.get_by_role("button", name="Afficher le texte").click()
    page.wait_for_load_state("networkidle")


def spoken(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate("window.spoken")
    return found


def test_a_text_is_read_paragraph_by_paragraph(live: Live, page: Page) -> None:
    reading(live, page, OWN)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Lire à voix haute").click()
    page.evaluate("speak()")

    paragraphs = page.locator("[data-lesson] :is(h2, p)")
    expect(paragraphs.nth(1)).to_have_class("aloud")
    assert spoken(page) == [["fr", paragraphs.nth(n).inner_text().strip()] for n in (0, 1)]

    page.get_by_role("button", name="Mettre la lecture en pause").click()
    page.get_by_role("button", name="Reprendre la lecture").click()
    assert spoken(page)[1] == spoken(page)[2]
    sound(page)

    page.get_by_role("button", name="Arrêter la lecture").click()
    expect(page.locator(".aloud")).to_have_count(0)
    read = page.get_by_role("button", name="Lire à voix haute")
    expect(read).to_be_focused()
    read.click()
    assert spoken(page)[-1] == spoken(page)[0]
    # The browser may fetch the site's icon late.
    assert [address for address in asked if "/static/img/" not in address] == []


def test_the_end_of_the_text_ends_the_reading(live: Live, page: Page) -> None:
    reading(live, page, OWN)
    page.get_by_role("button", name="Lire à voix haute").click()
    count = page.evaluate(
        """() => {
            let n = 0;
            for (; document.querySelector('.aloud') && n < 500; n++) speak();
            return n;
        }"""
    )
    assert 10 < count < 500
    assert len(spoken(page)) == count
    expect(page.get_by_role("button", name="Lire à voix haute")).to_be_visible()


@pytest.mark.parametrize("voices", [FAR, "[]"])
def test_without_a_voice_of_its_own_nothing_is_offered(live: Live, page: Page, voices: str) -> None:
    reading(live, page, voices)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(GROUP)).to_be_hidden()


def test_without_javascript_nothing_is_offered(live: Live, open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    reading(live, page, OWN)
    expect(page.locator("[data-lesson]").first).to_be_visible()
    expect(page.locator(GROUP)).to_be_hidden()
