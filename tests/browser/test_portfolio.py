"""A portfolio composed, written and taken away, with JavaScript and without."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from lms.portfolio.jobs import make_due
from lms.web.page import now
from tests.assessment.handing import accompanied
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound

PAGE = "/portfolio"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_portfolio_is_composed_and_taken_away(
    live: Live, open_page: OpenPage, javascript: bool
) -> None:
    one = accompanied(live.make)
    live.make.session.commit()
    page = open_page(javascript=javascript)
    live.sign_in(page, one.person)

    page.goto(live.at("/path"))
    page.get_by_role("link", name="Mon portfolio").click()
    page.get_by_role("link", name="Écrire ma présentation").click()
    page.fill("textarea[name=words]", "Je viens de loin.")
    page.click("main form button:has-text('Garder')")
    page.get_by_role("link", name="Ajouter un élément personnel").click()
    page.fill("input[name=title]", "Un atelier d’été")
    page.fill("textarea[name=words]", "Nous avons marché.")
    sent = FilePayload(name="notes d’été.txt", mimeType="text/plain", buffer=b"Mes notes.")
    page.set_input_files("input[name=document]", sent)
    page.click("main form button:has-text('Garder')")
    page.check("input[value='hours:training']")
    page.click("#put-in button")
    expect(page.locator("#chosen + ol > li")).to_have_count(3)

    page.locator("#chosen + ol > li").nth(1).get_by_role("button", name="Monter").click()
    expect(page.locator("#chosen + ol > li").first).to_contain_text("Un atelier d’été")
    page.locator("#chosen + ol > li").nth(2).get_by_role("button", name="Retirer").click()
    expect(page.locator("#chosen + ol > li")).to_have_count(2)
    page.locator("#out summary").click()
    page.get_by_role("button", name="Remettre").click()
    expect(page.locator("#chosen + ol > li")).to_have_count(3)
    if javascript:
        sound(page)

    page.get_by_role("link", name="Emporter mon portfolio").click()
    if javascript:
        sound(page)
    page.get_by_role("button", name="Préparer mon dossier").click()
    expect(page.locator("#take + *")).to_contain_text("se prépare")
    assert make_due(live.app, now=now()) == 1
    page.goto(live.at(PAGE))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Prendre le dossier").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert "01 Un atelier d’été/notes d’été.txt" in archive.namelist()
    page.get_by_role("button", name="Le supprimer maintenant").click()
    expect(page.locator(".flashes")).to_contain_text("supprimé")
