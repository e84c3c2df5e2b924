"""A sign-in on a new device is told by mail; one's own devices are recognised."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts.jobs import purge
from lms.accounts.models import KnownDevice, Person
from lms.accounts.views.devices import device_cookie
from lms.app.factory import create_app
from lms.outbox.models import Letter
from lms.outbox.render import as_mail
from lms.web.database import Application
from lms.web.page import now
from tests.accounts.factors import code_at, give_app
from tests.accounts.letters import letters_to
from tests.accounts.test_sign_in import knock
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases
from tests.make import PASSWORD, Make

FIREFOX = "Mozilla/5.0 (Android 14; Mobile) Firefox/140"


def arrive(client: Client, person: Person, *, elsewhere: bool = False) -> None:
    """Sign in through the door, on this browser or on another one."""
    if elsewhere:
        client.http = client.app.test_client()
    client.http.delete_cookie("sillage")
    client.http.environ_base["HTTP_USER_AGENT"] = FIREFOX
    assert knock(client, person.email, PASSWORD).status_code == 303


def told(session: Session, person: Person) -> list[Letter]:
    return [letter for letter in letters_to(session, person.email) if "devices" in letter.link]


def test_the_first_sign_in_after_an_invitation_is_told_to_nobody(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    arrive(client, person)
    assert told(session, person) == []
    assert session.scalars(select(KnownDevice.family)).one() == "Firefox, Android"


def test_a_known_device_is_recognised(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    for _n in range(3):
        arrive(client, person)
    assert told(session, person) == []
    assert len(session.scalars(select(KnownDevice)).all()) == 1


def test_another_device_is_told_by_mail(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee(given="Nadia", family="Haddad")
    arrive(client, person)
    arrive(client, person, elsewhere=True)
    (letter,) = told(session, person)
    assert letter.link == "/account#devices"
    with app.test_request_context():
        mail = as_mail(letter, public_url="https://exemple.test", sender="Sillage <x@y.test>")
    words = mail.get_content()
    assert mail["Subject"] == "Un message de Sillage"
    assert "Firefox, Android" in words
    assert f"{now():%Y}" in words
    assert "https://exemple.test/account#devices" in words
    for revealing in ("haddad", "nadia", "pair", "supervis", "formation"):
        assert revealing not in words.lower()
    arrive(client, person)
    assert len(told(session, person)) == 1


def test_a_link_from_the_mail_meets_devices_too(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    arrive(client, person)
    client.http = client.app.test_client()
    client.submit("/sign-in/link", email=person.email)
    link = letters_to(session, person.email)[-1].link
    page = client.read(link)
    (form,) = page.tree.xpath("//main//form")
    client.send(form, page.address)
    assert len(told(session, person)) == 1


def test_a_device_is_met_once_the_second_factor_was_shown(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    arrive(client, person)
    secret = give_app(make, app.extensions["sillage.keys"], person)
    arrive(client, person, elsewhere=True)
    # Who knows the password only makes no device known.
    assert len(session.scalars(select(KnownDevice)).all()) == 1
    assert told(session, person) == []
    page = client.read("/second-factor")
    client.send(page.form(code=""), page.path, code=code_at(secret))
    assert len(told(session, person)) == 1
    assert len(session.scalars(select(KnownDevice)).all()) == 2


def test_an_old_account_that_was_forgotten_is_told_even_at_its_first_sign_in(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee(created_at=now() - timedelta(days=400))
    arrive(client, person)
    assert len(told(session, person)) == 1


def test_after_the_other_devices_were_signed_out_every_sign_in_is_told(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    arrive(client, person)
    client.sign_in(person)
    page = client.read("/account")
    client.send(page.form("/account/sign-ins/end-others"), "/account")
    arrive(client, person)
    assert len(told(session, person)) == 1


def test_after_a_new_password_every_sign_in_is_told(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    arrive(client, person)
    client.http.delete_cookie("sillage")
    client.submit("/forgotten-password", email=person.email)
    new = "un autre matin de novembre"
    client.submit(letters_to(session, person.email)[-1].link, password=new)
    client.http.delete_cookie("sillage")
    assert knock(client, person.email, new).status_code == 303
    assert len(told(session, person)) == 1


def test_the_cookie_belongs_to_this_host_alone_over_https(
    databases: Databases, tmp_path: Path
) -> None:
    app = create_app(settings_for(databases.fresh(), tmp_path, "https://exemple.test"))
    with app.test_request_context(base_url="https://exemple.test"):
        device_cookie()
        cookie = app.process_response(app.make_response("")).headers["Set-Cookie"]
    app.extensions["sillage.engine"].dispose()
    assert cookie.startswith("__Host-sillage-device=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_two_people_of_one_browser_have_nothing_in_common(
    make: Make, client: Client, session: Session
) -> None:
    for person in (make.trainee(), make.trainee()):
        arrive(client, person)
        assert told(session, person) == []
    first, second = session.scalars(select(KnownDevice.device_hash)).all()
    assert first != second


def test_the_cookie_is_random_closed_and_kept_over_a_sign_out(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    arrive(client, person)
    cookie = client.http.get_cookie("sillage-device")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, len(cookie.value)) == (True, "Lax", 22)
    assert cookie.value not in session.scalars(select(KnownDevice.device_hash)).one()
    client.send(client.read("/home").form("/sign-out"), "/home")
    arrive(client, person)
    again = client.http.get_cookie("sillage-device")
    assert again is not None
    assert again.value == cookie.value


def test_a_cookie_that_is_not_ours_is_replaced(
    make: Make, client: Client, session: Session
) -> None:
    client.http.set_cookie("sillage-device", "x" * 4000)
    arrive(client, make.trainee())
    cookie = client.http.get_cookie("sillage-device")
    assert cookie is not None
    assert len(cookie.value) == 22


def test_a_device_is_forgotten_after_twelve_months(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    arrive(client, make.trainee())
    session.execute(update(KnownDevice).values(last_seen_at=now() - timedelta(days=366)))
    session.commit()
    purge(app, now=now())
    assert session.scalars(select(KnownDevice)).all() == []
