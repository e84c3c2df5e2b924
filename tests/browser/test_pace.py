"""A pause and the return, and an exchange of both sides, in Chromium, with and without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from lms.accounts.models import Person
from lms.learning.models import Enrolment, Pause
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.make import today

QUESTION = "Comment dire que je ne transmets pas ce qui m'est confié ?"
ANSWER = "Dites ce que vous faites, pas ce que vous savez."
DAY = timedelta(days=1)


def group(live: Live) -> tuple[Person, Person, Enrolment]:
    """Somebody in training and the tutor of their cohort."""
    make = live.make
    organisation, version = make.organisation(), make.version()
    person, tutor = make.person("Awa", "Diop"), make.person("Hélène", "Roux")
    enrolment = make.enrolment(person, organisation, version)
    make.cohort(
        organisation,
        version,
        tutor=tutor,
        enrolments=[enrolment],
        deadline=today() + DAY * 60,
    )
    return person, tutor, enrolment


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_pause_and_the_return(live: Live, open_page: OpenPage, *, javascript: bool) -> None:
    person, _tutor, enrolment = group(live)
    page = open_page(javascript=javascript)
    live.sign_in(page, person)
    page.goto(live.at("/home"))
    page.click("text=Mettre ma formation en pause")
    expect(page.locator("main h2").first).to_have_text("Votre formation attend")
    if javascript:
        sound(page)
    page.goto(live.at("/pace"))
    page.locator("summary", has_text="Changer la durée").click()
    page.check("text=Deux semaines")
    page.click("text=Changer la fin de la pause")
    expect(page.locator("#t-pause + p, #t-pause ~ p").first).to_contain_text("reprend d’elle-même")
    with live.sessions() as session, session.begin():
        began = today() - DAY * 20
        session.execute(update(Pause).values(begins_on=began, returns_on=None))
    page.goto(live.at("/home"))
    page.click("text=Je reprends")
    expect(page.locator("h1")).to_have_text("Où vous en étiez")
    expect(page.locator("aside .facts")).to_contain_text("Échéance maintenant")
    if javascript:
        sound(page)
    page.click("text=Continuer avec cette étape")
    expect(page.locator("h1")).to_contain_text("Étape text")
    assert enrolment.public_id


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_question_and_its_answer(live: Live, open_page: OpenPage, *, javascript: bool) -> None:
    person, tutor, _enrolment = group(live)
    trainee, desk = open_page(javascript=javascript), open_page(javascript=javascript)
    live.sign_in(trainee, person)
    trainee.goto(live.at("/path"))
    trainee.click("text=Tutorat")
    expect(trainee.locator("#write")).to_be_visible()
    trainee.fill("textarea", QUESTION)
    trainee.click("text=Garder le brouillon")
    expect(trainee.locator("textarea")).to_have_value(QUESTION)
    trainee.click("text=Envoyer")
    expect(trainee.locator(".flashes")).to_contain_text("Vous avez une réponse avant la fin du")
    live.work()
    (mail,) = live.mails()
    assert QUESTION not in mail.get_content()
    live.sign_in(desk, tutor)
    expect(desk.locator("h1")).to_have_text("Les personnes que j’accompagne")
    desk.locator("#t-waiting ~ ul a").click()
    expect(desk.locator("ol.thread")).to_contain_text("Comment dire que je ne transmets pas")
    desk.fill("textarea", ANSWER)
    desk.click("text=Envoyer")
    expect(desk.locator("ol.thread")).to_contain_text(ANSWER)
    if javascript:
        sound(desk)
    trainee.goto(live.at("/tutor"))
    expect(trainee.locator("ol.thread")).to_contain_text(ANSWER)
    if javascript:
        sound(trainee)


def test_a_text_survives_a_lost_network(live: Live, browser: Browser) -> None:
    # A window of its own: the browser rightly complains about the network.
    page = browser.new_context(locale="fr-FR").new_page()
    person, _tutor, _enrolment = group(live)
    live.sign_in(page, person)
    page.goto(live.at("/tutor"))
    page.context.set_offline(True)
    page.locator("textarea").press_sequentially(QUESTION)
    status = page.locator("#text-saved")
    expect(status).to_contain_text("Pas encore enregistré")
    page.context.set_offline(False)
    expect(status).to_contain_text("Enregistré à", timeout=15_000)
    page.goto(live.at("/tutor"))
    expect(page.locator("textarea")).to_have_value(QUESTION)
    page.context.close()


def test_a_newer_text_of_another_tab_is_shown_and_none_is_lost(
    live: Live, open_page: OpenPage
) -> None:
    person, _tutor, _enrolment = group(live)
    page = open_page(javascript=False)
    live.sign_in(page, person)
    page.goto(live.at("/tutor"))
    other = page.context.new_page()
    other.goto(live.at("/tutor"))
    other.fill("textarea", "Le premier texte")
    other.click("text=Garder le brouillon")
    page.fill("textarea", "Le second texte")
    page.click("text=Garder le brouillon")
    expect(page.locator(".newer")).to_contain_text("Le premier texte")
    expect(page.locator("textarea")).to_have_value("Le second texte")
    page.click("text=Envoyer")
    expect(page.locator("ol.thread")).to_contain_text("Le second texte")
