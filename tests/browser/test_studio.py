"""Authors at work in a real browser: nothing that somebody typed is ever lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from lms.accounts.models import Person, SignIn
from lms.catalogue.models import DraftState, ProgrammeDraft
from lms.catalogue.operations import Act, start_draft
from lms.catalogue.queries.drafts import files_of
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.catalogue.folders import small_folder
from tests.make import PASSWORD

ROOTS = "modules/role/01-roots.fr.md"
TEXT = "textarea[name=text_fr]"
SAVE = ".bar-save button[value=save]"
STATUS = "#typed-status"


class Desk:
    """Two authors and the small programme as their draft."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.organisation: Organisation = live.make.organisation()
        self.one, self.two = self.author(), self.author()
        draft = start_draft(
            live.session,
            small_folder(),
            organisation_id=self.organisation.id,
            act=Act(by=self.one.id, now=now()),
            public_id=new_token(),
        )
        self.draft_id = draft.id
        self.path = f"/studio/drafts/{draft.public_id}"
        self.step = f"{self.path}/modules/role/activities/roots"

    def author(self) -> Person:
        return self.live.make.member(Role.AUTHOR, self.organisation)

    def open(self, page: Page, person: Person | None = None, path: str = "") -> Page:
        self.live.sign_in(page, person or self.one)
        page.goto(self.live.at(path or self.step))
        return page

    def files(self) -> dict[str, str]:
        with self.live.sessions() as session:
            return files_of(session, self.draft_id)

    def sign_everybody_out(self) -> None:
        with self.live.sessions() as session, session.begin():
            session.execute(update(SignIn).values(last_seen_at=now() - timedelta(hours=2)))


@pytest.fixture
def desk(live: Live) -> Desk:
    return Desk(live)


def sign_in_again(desk: Desk, page: Page) -> None:
    page.fill("input[name=email]", desk.one.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_authors_write_the_same_text(
    desk: Desk, open_page: OpenPage, *, javascript: bool
) -> None:
    mine = desk.open(open_page(javascript=javascript))
    theirs = desk.open(open_page(javascript=javascript), desk.two)
    theirs.fill(TEXT, "Le texte de Deux.")
    theirs.fill("input[name=title_en]", "Roots of Two")
    theirs.click(SAVE)
    expect(theirs.locator(".flashes")).to_contain_text("Enregistré")

    mine.fill(TEXT, "Le texte d'Un.")
    mine.click(SAVE)

    expect(mine.locator("main .notice").first).to_contain_text("entre-temps")
    expect(mine.locator(TEXT)).to_have_value("Le texte d'Un.")
    expect(mine.locator("#newer-text_fr")).to_contain_text("Le texte de Deux.")
    if javascript:
        sound(mine)
    mine.locator("label", has_text="Le texte écrit ici").first.click()
    mine.click(SAVE)
    expect(mine.locator(".flashes")).to_contain_text("Enregistré")
    assert "Le texte d'Un." in desk.files()[ROOTS]
    assert "Roots of Two" in desk.files()["modules/role/01-roots.en.md"]


def test_one_author_writes_in_two_tabs(desk: Desk, page: Page) -> None:
    first = desk.open(page)
    second = first.context.new_page()
    second.goto(first.url)
    first.fill(TEXT, "Tapé dans le premier onglet.")
    expect(first.locator(STATUS)).to_contain_text("Gardé à")
    second.fill(TEXT, "Tapé dans le second onglet.")
    expect(second.locator(STATUS)).to_contain_text("autre onglet")
    second.click(SAVE)
    expect(second.locator(".flashes")).to_contain_text("Enregistré")
    first.click(SAVE)
    expect(first.locator("#newer-text_fr")).to_contain_text("second onglet")
    expect(first.locator(TEXT)).to_have_value("Tapé dans le premier onglet.")
    first.locator("label", has_text="Le texte enregistré entre-temps").first.click()
    first.click(SAVE)
    expect(first.locator(".flashes")).to_contain_text("Enregistré")
    assert "second onglet" in desk.files()[ROOTS]


def test_a_text_survives_a_lost_network(desk: Desk, browser: Browser) -> None:
    # A window of its own: the browser rightly complains about the network.
    page = desk.open(browser.new_context(locale="fr-FR").new_page())
    page.context.set_offline(True)
    page.fill(TEXT, "Écrit dans le train.")
    expect(page.locator(STATUS)).to_contain_text("Pas encore gardé")
    page.click(SAVE)
    expect(page.locator(TEXT)).to_have_value("Écrit dans le train.")
    page.context.set_offline(False)
    expect(page.locator(STATUS)).to_contain_text("Gardé à", timeout=15_000)
    page.goto(desk.live.at(desk.step))
    expect(page.locator(TEXT)).to_have_value("Écrit dans le train.")
    expect(page.locator("main .notice").first).to_contain_text("Voici ce que vous avez tapé")
    page.click(SAVE)
    expect(page.locator(".flashes")).to_contain_text("Enregistré")
    assert "Écrit dans le train." in desk.files()[ROOTS]
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_text_survives_the_end_of_the_session(
    desk: Desk, open_page: OpenPage, *, javascript: bool
) -> None:
    page = desk.open(open_page(javascript=javascript))
    if javascript:
        page.fill(TEXT, "Écrit à temps.")
        expect(page.locator(STATUS)).to_contain_text("Gardé à")
    desk.sign_everybody_out()
    page.fill(TEXT, "Écrit trop tard.")
    if javascript:
        expect(page.locator(STATUS)).to_contain_text("session est terminée")
    page.click(SAVE)
    expect(page.locator("main .notice")).to_contain_text("Votre saisie est gardée")
    sign_in_again(desk, page)
    expect(page.locator(TEXT)).to_have_value("Écrit trop tard.")
    page.click(SAVE)
    expect(page.locator(".flashes").first).to_contain_text("Enregistré")
    assert "Écrit trop tard." in desk.files()[ROOTS]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_module_is_written_and_read_by_a_second_person(
    desk: Desk, open_page: OpenPage, *, javascript: bool
) -> None:
    page = desk.open(open_page(javascript=javascript), path=desk.path)
    page.click("text=Ajouter une étape")
    page.fill("input[name=title_fr]", "Une écoute")
    page.fill("input[name=title_en]", "Listening")
    page.click("main form button")
    for locale, words in (("fr", "Du texte."), ("en", "Some text.")):
        page.fill(f"textarea[name=summary_{locale}]", words)
        page.fill(f"textarea[name=text_{locale}]", words)
    if javascript:
        page.locator(TEXT).select_text()
        page.locator("[data-tools=text_fr] [data-tool=bold]").click()
        expect(page.locator(TEXT)).to_have_value("**Du texte.**")
        page.locator("[data-tools=text_fr] [data-look]").click()
        expect(page.locator("#text_fr-look strong")).to_have_text("Du texte.")
        sound(page)
    page.click(".bar-save button[value=preview]")
    expect(page.locator("section[aria-labelledby=preview]")).to_contain_text("Du texte.")
    page.click(SAVE)
    page.goto(desk.live.at(desk.path))
    page.locator("button[value='up:role/une-ecoute']").click()
    expect(page.locator(".flashes")).to_contain_text("Monté")
    assert "modules/role/02-une-ecoute.fr.md" in desk.files()
    page.click("text=Envoyer en relecture")
    other = desk.open(open_page(javascript=javascript), desk.two, "/studio/reviews")
    other.click("main .panel a")
    other.locator("label", has_text="Il peut être publié").click()
    other.click("text=Le dire aux auteurs")
    expect(other.locator(".flashes")).to_contain_text("Les auteurs voient")
    with desk.live.sessions() as session:
        draft = session.get_one(ProgrammeDraft, desk.draft_id)
        assert draft.state is DraftState.APPROVED
