"""Who is it, once more: asked when the last proof is old, and back to where one was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Passkey, SignIn
from lms.web.database import Application
from lms.web.page import now
from tests.accounts.factors import code_at, give_app, give_passkey, options_of, passkey_form
from tests.client import Client
from tests.make import PASSWORD, Make

APP = "/account/factors/app"


def grow_old(session: Session, minutes: int) -> None:
    """The last proof was so many minutes ago."""
    session.execute(update(SignIn).values(proved_at=now() - timedelta(minutes=minutes)))
    session.commit()


def test_a_fresh_proof_is_not_asked_again(make: Make, client: Client, session: Session) -> None:
    client.sign_in(make.trainee())
    grow_old(session, 9)
    assert client.read(APP).path == APP


def test_an_old_proof_is_renewed_by_the_password(
    make: Make, client: Client, session: Session
) -> None:
    client.sign_in(make.trainee())
    grow_old(session, 11)
    before = session.scalars(select(SignIn.token_hash)).one()
    page = client.read(f"{APP}?next=/home")
    assert page.path == "/confirm"
    client.send(page.form(present=""), page.path, status=422, present="pas le bon")
    back = client.send(page.form(present=""), page.path, present=PASSWORD)
    assert back.path == APP
    assert session.scalars(select(SignIn.token_hash)).one() != before
    assert client.read(APP).path == APP


def test_a_code_or_a_passkey_will_do(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    secret = give_app(make, app.extensions["sillage.keys"], person)
    device = give_passkey(make, person)
    client.sign_in(person)
    grow_old(session, 11)
    page = client.read(f"/confirm?next={APP}&with=code")
    client.send(page.form(code=""), page.path, status=422, code="123")
    assert client.send(page.form(code=""), page.path, code=code_at(secret)).path == APP
    grow_old(session, 11)
    page = client.read(APP)
    said = device.show(options_of(page))
    assert client.send(passkey_form(page), page.path, credential=said).path == APP


def test_a_passkey_of_somebody_else_confirms_nothing(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    give_passkey(make, person)
    other = give_passkey(make, make.trainee())
    client.sign_in(person)
    grow_old(session, 11)
    page = client.read(APP)
    client.send(passkey_form(page), page.path, 422, credential=other.show(options_of(page)))
    client.send(passkey_form(page), page.path, 422, credential="nonsense")


def test_a_form_opened_in_time_is_taken(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    give_passkey(make, person)
    client.sign_in(person)
    public_id = session.scalars(select(Passkey.public_id)).one()
    page = client.read(f"/account/factors/passkeys/{public_id}")
    grow_old(session, 12)
    client.send(page.form(name=""), page.path, name="Nouveau nom")
    assert session.scalars(select(Passkey.name)).one() == "Nouveau nom"


def test_a_form_sent_late_leads_to_its_page_again(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    give_passkey(make, person)
    client.sign_in(person)
    public_id = session.scalars(select(Passkey.public_id)).one()
    path = f"/account/factors/passkeys/{public_id}"
    page = client.read(path)
    grow_old(session, 16)
    confirm = client.send(page.form(name=""), page.path, name="Nouveau nom")
    assert confirm.path == "/confirm"
    assert session.scalars(select(Passkey.name)).one() == "Téléphone"
    assert client.send(confirm.form(present=""), "/confirm", present=PASSWORD).path == path


def test_a_button_pressed_late_leads_to_the_page_that_had_it(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    give_passkey(make, person)
    client.sign_in(person)
    public_id = session.scalars(select(Passkey.public_id)).one()
    path = f"/account/factors/passkeys/{public_id}"
    page = client.read(path)
    grow_old(session, 16)
    answer = client.open(
        f"{path}/remove",
        method="POST",
        data=dict(page.form(f"{path}/remove").form_values()),
        headers={"Referer": f"http://localhost{path}"},
    )
    assert answer.headers["Location"] == f"/confirm?next={path}"


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test"])
def test_confirming_never_leads_outside(make: Make, client: Client, target: str) -> None:
    client.sign_in(make.trainee())
    page = client.read(f"/confirm?next={target}")
    assert client.send(page.form(present=""), page.path, present=PASSWORD).path == "/account"
