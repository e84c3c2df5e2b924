"""A form sent too late, in a real browser without JavaScript: nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from lms.accounts.models import SignIn
from lms.web.page import now
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.make import PASSWORD
from tests.supervision.held import hold


def test_a_text_sent_after_the_session_ended_comes_back(live: Live, plain_page: Page) -> None:
    page, held = plain_page, hold(live.make)
    live.sign_in(page, held.supervisor)
    page.goto(live.at(held.address))
    shared = page.locator("form[action$='/texts/shared']")
    shared.locator("textarea").fill("Le cadre,\nles limites.")
    with live.sessions() as session, session.begin():
        session.execute(update(SignIn).values(last_seen_at=now() - timedelta(hours=2)))

    shared.locator("button[value=keep]").click()

    expect(page.locator("main .notice")).to_contain_text("Votre saisie est gardée")
    page.fill("input[name=email]", held.supervisor.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.locator(".flashes")).to_contain_text("Votre saisie a été gardée")
    expect(shared.locator("textarea")).to_have_value("Le cadre,\nles limites.")
    shared.locator("button[value=keep]").click()
    expect(page.locator(".flashes")).to_contain_text("Brouillon")
    expect(shared.locator("textarea")).to_have_value("Le cadre,\nles limites.")


def test_a_mailed_link_signs_in_without_javascript(live: Live, plain_page: Page) -> None:
    page, held = plain_page, hold(live.make)
    page.goto(live.at("/sign-in?next=/supervision"))
    page.click("a[href^='/sign-in/link']")
    page.fill("input[name=email]", held.trainee.email)
    page.click("main button")
    expect(page.locator("h1")).to_contain_text("messages")
    live.work()
    (mail,) = live.mails()
    link = next(line for line in mail.get_content().splitlines() if "/sign-in/link/" in line)
    page.goto(live.at(link[link.index("/sign-in") :]))
    expect(page.locator("main strong")).to_contain_text(held.trainee.email)
    page.click("main button")
    expect(page).to_have_url(live.at("/supervision"))


def test_the_pages_of_the_link_are_sound(live: Live, page: Page) -> None:
    held = hold(live.make)
    page.goto(live.at("/sign-in/link"))
    sound(page)
    page.fill("input[name=email]", held.trainee.email)
    page.click("main button")
    sound(page)
    live.work()
    (mail,) = live.mails()
    link = next(line for line in mail.get_content().splitlines() if "/sign-in/link/" in line)
    page.goto(live.at(link[link.index("/sign-in") :]))
    sound(page)
