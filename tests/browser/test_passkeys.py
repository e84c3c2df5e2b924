"""Passkeys in Chromium with a virtual authenticator, and what is left without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page
from sqlalchemy import select

from lms.accounts.models import Passkey
from lms.kernel.keys import Keys
from tests.accounts.factors import code_at, give_app
from tests.browser.live import Live, serve
from tests.browser.seeing import sound
from tests.databases import Databases

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def here(databases: Databases, tmp_path: Path) -> Iterator[Live]:
    """The application under a name: passkeys belong to one."""
    with serve(databases.fresh(), tmp_path, host="localhost") as running:
        yield running


class Authenticator:
    """The device of a page, its owner always at hand."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        made = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
        self.id = made["authenticatorId"]

    def verify(self, verified: bool) -> None:
        """Whether the owner is recognised from now on."""
        self._send("setUserVerified", isUserVerified=verified)

    def credential(self) -> dict[str, Any]:
        """The only passkey that it keeps."""
        [kept] = self._send("getCredentials")["credentials"]
        return dict(kept)

    def take_back_counter(self) -> None:
        """Become a copy that was made before the last sign-in."""
        kept = self.credential()
        self._send("removeCredential", credentialId=kept["credentialId"])
        self._send("addCredential", credential=kept | {"signCount": 1})

    def _send(self, what: str, **more: Any) -> Any:
        return self.cdp.send(f"WebAuthn.{what}", {"authenticatorId": self.id, **more})


def enrol(here: Live, page: Page) -> Authenticator:
    """Add a passkey from the account page on."""
    device = Authenticator(page)
    page.goto(here.at("/account/factors"))
    sound(page)
    page.click("a[href^='/account/factors/passkeys/new']")
    sound(page)
    page.fill("input[name=name]", "Mon ordinateur")
    page.click("[data-go]")
    page.wait_for_selector(".code-list")
    return device


def test_a_passkey_is_made_and_signs_in_by_itself(here: Live, page: Page) -> None:
    person = here.make.trainee()
    here.sign_in(page, person)
    device = enrol(here, page)
    assert page.locator(".code-list li").count() == 10
    sound(page)
    page.goto(here.at("/account/factors"))
    assert "Mon ordinateur" in page.inner_text("main")
    sound(page)

    page.context.clear_cookies()
    page.goto(here.at("/sign-in?next=/account/names"))
    page.click("[data-go]")
    page.wait_for_url(here.url + "/account/names")
    assert device.credential()["isResidentCredential"]
    here.session.expire_all()
    assert (
        here.session.scalars(select(Passkey)).one().sign_count == device.credential()["signCount"]
    )


def test_a_passkey_is_the_second_step(here: Live, page: Page) -> None:
    person = here.make.trainee()
    here.sign_in(page, person)
    enrol(here, page)
    page.context.clear_cookies()
    here.sign_in(page, person)
    assert "/second-factor" in page.url
    sound(page)
    page.click("[data-go]")
    page.wait_for_url("**/home")


def test_an_owner_who_is_not_recognised_does_not_enter(here: Live, page: Page) -> None:
    here.sign_in(page, here.make.trainee())
    device = enrol(here, page)
    page.context.clear_cookies()
    device.verify(False)
    page.goto(here.at("/sign-in"))
    page.click("[data-go]")
    page.wait_for_function("document.querySelector('[data-outcome]').textContent !== ''")
    assert "/sign-in" in page.url
    assert page.is_enabled("[data-go]")


def test_a_copy_does_not_enter(here: Live, page: Page) -> None:
    here.sign_in(page, here.make.trainee())
    device = enrol(here, page)
    for _turn in range(2):
        page.context.clear_cookies()
        page.goto(here.at("/sign-in"))
        page.click("[data-go]")
        page.wait_for_url("**/home")
    page.context.clear_cookies()
    device.take_back_counter()
    page.goto(here.at("/sign-in"))
    page.click("[data-go]")
    page.wait_for_selector(".errors")
    sound(page)


def test_without_javascript_the_app_works_and_no_passkey_is_offered(
    here: Live, plain_page: Page
) -> None:
    keys: Keys = here.app.extensions["sillage.keys"]
    person = here.make.trainee()
    secret = give_app(here.make, keys, person)
    here.sign_in(plain_page, person)
    assert "/second-factor" in plain_page.url
    plain_page.fill("input[name=code]", code_at(secret))
    plain_page.press("input[name=code]", "Enter")
    plain_page.wait_for_url("**/home")
    plain_page.context.clear_cookies()
    plain_page.goto(here.at("/sign-in"))
    assert not plain_page.is_visible("[data-go]")


def test_the_pages_of_second_steps_are_sound(here: Live, page: Page) -> None:
    keys: Keys = here.app.extensions["sillage.keys"]
    person = here.make.trainee()
    here.sign_in(page, person)
    for path in ("", "/app", "/passkeys/new"):
        page.goto(here.at(f"/account/factors{path}"))
        sound(page)
    page.goto(here.at("/confirm?next=/account"))
    sound(page)
    give_app(here.make, keys, person)
    for path in ("", "/app", "/codes"):
        page.goto(here.at(f"/account/factors{path}"))
        sound(page)
    page.context.clear_cookies()
    here.sign_in(page, person)
    for path in ("", "/backup-code"):
        page.goto(here.at(f"/second-factor{path}"))
        sound(page)
