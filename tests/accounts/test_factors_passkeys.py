"""Passkeys: made, shown as a whole sign-in or as a second step; everything else is refused."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.jobs import purge
from lms.accounts.models import Passkey, PersonState, SignIn, SignInState, SpentChallenge
from lms.accounts.operations.passkeys import take_passkey
from lms.accounts.rules.passkeys import Site, asking, is_ours, new_challenge, read_shown
from lms.journal.models import JournalEntry
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.accounts.factors import (
    ORIGIN,
    Device,
    give_app,
    give_passkey,
    knock,
    options_of,
    passkey_form,
)
from tests.accounts.letters import letters_to, words_of
from tests.client import Client, Page
from tests.make import Make
from tests.races import AT_ONCE, at_once

NEW = "/account/factors/passkeys/new"


def answer(client: Client, page: Page, credential: str, status: int = 200, **more: Any) -> Page:
    """Send what the device said, as the script does."""
    return client.send(passkey_form(page), page.path, status, credential=credential, **more)


def show(client: Client, device: Device, path: str = "/sign-in", status: int = 200) -> Page:
    """Let the device answer the page."""
    page = client.read(path)
    return answer(client, page, device.show(options_of(page)), status)


def test_a_person_adds_a_passkey_and_signs_in_with_it_alone(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    client.sign_in(person)
    device = Device()
    page = client.read(NEW)
    options = options_of(page)
    assert options["rp"] == {"id": "localhost", "name": "Sillage"}
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    page = answer(client, page, device.make(options), name="Mon téléphone")
    assert len(page.tree.xpath("//li[@class='code']")) == 10
    assert "Mon téléphone" in client.read("/account/factors").words
    assert "passkey was added" in words_of(letters_to(session, person.email)[-1])
    assert "accounts.add_passkey" in set(session.scalars(select(JournalEntry.action)))

    client.http.delete_cookie("sillage")
    assert show(client, device, "/sign-in?next=/account/names").path == "/account/names"
    opened = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert opened is not None
    assert opened.state is SignInState.OPEN
    assert opened.second_factor_at is not None
    assert session.scalars(select(Passkey.last_used_at)).one() is not None


def test_a_passkey_is_a_second_step_after_the_password(make: Make, client: Client) -> None:
    person = make.trainee()
    device = give_passkey(make, person)
    assert knock(client, person) == "/second-factor"
    page = client.read("/second-factor")
    assert len(options_of(page)["allowCredentials"]) == 1
    assert not page.tree.xpath("//input[@name='code']")
    assert show(client, device, "/second-factor").path == "/home"


def test_somebody_else_s_passkey_is_no_second_step(make: Make, client: Client) -> None:
    person = make.trainee()
    give_passkey(make, person)
    stranger = give_passkey(make, make.trainee())
    knock(client, person)
    show(client, stranger, "/second-factor", 422)
    assert client.read("/home").path == "/second-factor"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:81"},
        {"origin": "https://localhost"},
        {"origin": "http://evil.test"},
        {"rp_id": "evil.test"},
        {"verifies": False},
        {"user": b"somebody"},
    ],
    ids=str,
)
def test_an_answer_for_another_site_or_person_is_refused(
    make: Make, client: Client, session: Session, wrong: dict[str, Any]
) -> None:
    device = give_passkey(make, make.trainee())
    show(client, dataclasses.replace(device, **wrong), status=422)
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_wrong_signature_and_a_strange_device_are_refused(make: Make, client: Client) -> None:
    device = give_passkey(make, make.trainee())
    show(client, dataclasses.replace(device, key=Device().key), status=422)
    show(client, Device(), status=422)


@pytest.mark.parametrize("said", ["", "null", "{}", "[]", '{"id": 3}', "x" * 30_000])
def test_nonsense_is_refused(client: Client, said: str) -> None:
    page = client.read("/sign-in")
    answer(client, page, said, 422)


def test_an_answer_counts_once(make: Make, client: Client, app: Application) -> None:
    device = give_passkey(make, make.trainee(), counts=False)
    page = client.read("/sign-in")
    said = device.show(options_of(page))
    assert answer(client, page, said).path == "/home"
    client.http.delete_cookie("sillage")
    page = client.read("/sign-in")
    answer(client, page, said, 422)


def test_a_challenge_is_for_one_thing_and_for_a_while(app: Application) -> None:
    keys = app.extensions["sillage.keys"]
    moment = now()
    challenge = new_challenge(keys, "sign in", chance=b"x" * 16, now=moment)
    assert is_ours(keys, "sign in", challenge, now=moment)
    assert not is_ours(keys, "add 1", challenge, now=moment)
    assert not is_ours(keys, "sign in", challenge, now=moment + timedelta(hours=1, minutes=1))
    assert not is_ours(keys, "sign in", challenge[:-1] + b"x", now=moment)
    assert not is_ours(keys, "sign in", b"", now=moment)


def test_the_challenge_of_another_page_opens_nothing(make: Make, client: Client) -> None:
    person = make.trainee()
    device = give_passkey(make, person)
    door = options_of(client.read("/sign-in"))
    knock(client, person)
    answer(client, client.read("/second-factor"), device.show(door), 422)


def test_a_copied_passkey_is_refused_and_its_owner_told(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    person = make.trainee()
    device = give_passkey(make, person)
    copy = dataclasses.replace(device)
    show(client, device)
    client.http.delete_cookie("sillage")
    show(client, device)
    client.http.delete_cookie("sillage")
    show(client, copy, status=422)
    assert session.scalars(select(Passkey.sign_count)).one() == 2
    assert "may have been copied" in words_of(letters_to(session, person.email)[-1])
    assert "accounts.refuse_copied_passkey" in set(session.scalars(select(JournalEntry.action)))


def test_a_device_that_does_not_count_may_stay_at_nought(make: Make, client: Client) -> None:
    device = give_passkey(make, make.trainee(), counts=False)
    for _turn in range(2):
        assert show(client, device).path == "/home"
        client.http.delete_cookie("sillage")


def test_one_of_eight_identical_answers_counts(real: Application) -> None:
    factory, keys = real.extensions["sillage.sessions"], real.extensions["sillage.keys"]
    site = Site(ORIGIN)
    with factory() as session, session.begin():
        make = Make(session)
        device = give_passkey(make, make.trainee(), counts=False)
    for turn in range(5):
        challenge = new_challenge(keys, "sign in", chance=bytes([turn]) * 16, now=now())
        shown = read_shown(device.show(asking(site, None, challenge)))

        def take(shown: Any = shown) -> bool:
            with factory() as session, session.begin():
                found = take_passkey(
                    session,
                    keys,
                    site,
                    shown,
                    what_for="sign in",
                    now=now(),
                    message_id=new_token(),
                )
                return found is not None

        assert at_once([take] * AT_ONCE).count(True) == 1


def test_a_closed_account_s_passkey_opens_nothing(make: Make, client: Client) -> None:
    device = give_passkey(make, make.trainee(state=PersonState.CLOSED))
    show(client, device, status=422)


def test_a_passkey_is_added_once(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    client.sign_in(person)
    device = Device()
    page = client.read(NEW)
    answer(client, page, device.make(options_of(page)), name="Une")
    page = client.read(NEW)
    assert len(options_of(page)["excludeCredentials"]) == 1
    answer(client, page, device.make(options_of(page)), 422, name="Deux")
    assert session.scalar(select(func.count()).select_from(Passkey)) == 1


@pytest.mark.parametrize("wrong", [{"origin": "http://evil.test"}, {"verifies": False}], ids=str)
def test_a_passkey_made_elsewhere_is_not_kept(
    make: Make, client: Client, session: Session, wrong: dict[str, Any]
) -> None:
    client.sign_in(make.trainee())
    page = client.read(NEW)
    answer(client, page, Device(**wrong).make(options_of(page)), 422, name="Une")
    assert session.scalar(select(Passkey.id)) is None


def test_a_person_renames_and_removes_a_passkey(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    give_passkey(make, person)
    public_id = session.scalars(select(Passkey.public_id)).one()
    client.sign_in(person)
    page = client.submit(f"/account/factors/passkeys/{public_id}", name="Le portable")
    assert "Le portable" in page.words
    remove = f"/account/factors/passkeys/{public_id}/remove"
    client.submit(f"/account/factors/passkeys/{public_id}", remove)
    assert session.scalar(select(Passkey.id)) is None
    assert "removed" in words_of(letters_to(session, person.email)[-1])
    client.read(f"/account/factors/passkeys/{public_id}", 404)


def test_an_address_without_a_name_offers_no_passkey() -> None:
    assert Site("https://sillage.example").can_have_passkeys
    assert Site("http://localhost:8000").can_have_passkeys
    assert not Site("http://sillage.example").can_have_passkeys
    assert not Site("http://127.0.0.1:8000").can_have_passkeys
    assert not Site("https://[::1]:8000").can_have_passkeys


def test_spent_challenges_are_forgotten_after_a_day(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    show(client, give_passkey(make, make.trainee()))
    purge(app, now=now())
    assert session.scalar(select(func.count()).select_from(SpentChallenge)) == 1
    session.execute(update(SpentChallenge).values(spent_at=now() - timedelta(days=1, hours=1)))
    session.commit()
    purge(app, now=now())
    assert session.scalar(select(func.count()).select_from(SpentChallenge)) == 0


def test_the_code_of_the_app_still_works_beside_a_passkey(
    make: Make, client: Client, app: Application
) -> None:
    person = make.trainee()
    give_passkey(make, person)
    give_app(make, app.extensions["sillage.keys"], person)
    knock(client, person)
    page = client.read("/second-factor")
    assert page.tree.xpath("//input[@name='code']")
    assert options_of(page)
