"""A signed session is corrected in Chromium: every page of the way sound, on every screen."""

from __future__ import annotations

from datetime import timedelta

from lms.web.page import now
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.seeing import sound
from tests.supervision.held import hold, signed


def test_a_session_is_corrected_and_signed_again_by_both(live: Live, open_page: OpenPage) -> None:
    held = hold(live.make)
    signed(held, at=now() - timedelta(days=1))
    supervisor, trainee = open_page(), open_page()
    live.sign_in(supervisor, held.supervisor)
    live.sign_in(trainee, held.trainee)

    supervisor.goto(live.at(held.address))
    supervisor.get_by_role("link", name="Corriger cette séance").click()
    sound(supervisor)
    supervisor.get_by_label("Le temps compté").check()
    supervisor.get_by_label("45 min").check()
    supervisor.get_by_label("Un mot d’explication").fill("Nous avons commencé en retard.")
    supervisor.get_by_role("button", name="Vérifier la correction").click()
    sound(supervisor)
    supervisor.get_by_role("button", name="Signer cette séance").click()
    sound(supervisor)

    trainee.goto(live.at("/supervision"))
    trainee.get_by_role("link", name="Séance du").first.click()
    assert "Nous avons commencé en retard." in trainee.inner_text("main")
    sound(trainee)
    trainee.get_by_role("link", name="Contresigner", exact=True).click()
    trainee.get_by_role("button", name="Signer ma réponse").click()
    trainee.goto(live.at(held.address))
    assert "Version remplacée" in trainee.inner_text("main")
    sound(trainee)
