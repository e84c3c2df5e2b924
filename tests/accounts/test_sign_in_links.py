"""Signing in by a mailed link: for whoever holds the mailbox, once, within a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.jobs import purge
from lms.accounts.models import Person, PersonState, SignIn, SignInLink
from lms.accounts.operations.links import void_sign_in_links
from lms.accounts.operations.passwords import change_password
from lms.accounts.rules import ASKING_LINK
from lms.kernel.actor import Role
from lms.outbox.models import Letter, LetterState
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.accounts.factors import code_at, give_app
from tests.accounts.letters import letters_to, words_of
from tests.accounts.test_sign_in import Statements, bare
from tests.client import Client
from tests.make import Make

ASK = "/sign-in/link"


def link_for(client: Client, session: Session, person: Person, path: str = ASK) -> str:
    """Ask for a link; what the letter holds."""
    page = client.read(path)
    (form,) = page.tree.xpath("//main//form")
    assert client.send(form, page.address, email=person.email).path == f"{ASK}/sent"
    return letters_to(session, person.email)[-1].link


def press(client: Client, link: str, status: int = 200) -> str:
    """Open the link and press its button; where it leads."""
    page = client.read(link)
    (form,) = page.tree.xpath("//main//form")
    return client.send(form, page.address, status).path


def test_a_person_signs_in_with_a_link(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    door = client.read("/sign-in")
    assert door.tree.xpath("//main//a[@href='/sign-in/link']")
    link = link_for(client, session, person)
    assert person.email in client.read(link).words
    assert press(client, link) == "/home"
    assert client.read("/account").path == "/account"


def test_opening_the_link_uses_nothing(make: Make, client: Client, session: Session) -> None:
    link = link_for(client, session, make.trainee())
    for _n in range(3):
        client.read(link)
        client.open(link, method="HEAD")
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0
    assert press(client, link) == "/home"


def test_the_page_that_was_asked_for_survives_the_mail(
    make: Make, client: Client, session: Session
) -> None:
    link = link_for(client, session, make.trainee(), f"{ASK}?next=/account/names?x%3D1")
    # Opened on another device, which knows nothing of the first.
    client.http = client.app.test_client()
    assert press(client, link) == "/account/names"


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/" + "x" * 600])
def test_a_link_never_leads_outside(
    make: Make, client: Client, session: Session, target: str
) -> None:
    link = link_for(client, session, make.trainee(), f"{ASK}?next={target}")
    assert press(client, link) == "/home"


def test_the_second_factor_is_asked_after_a_link_too(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    secret = give_app(make, app.extensions["sillage.keys"], person)
    link = link_for(client, session, person, f"{ASK}?next=/account/names")
    page = client.read(link)
    (form,) = page.tree.xpath("//main//form")
    asked = client.send(form, page.address)
    assert asked.path == "/second-factor"
    assert client.read("/account").path == "/second-factor"
    again = client.send(asked.form(code=""), asked.address, code=code_at(secret))
    assert again.path == "/account/names"


def test_a_link_works_once(make: Make, client: Client, session: Session) -> None:
    link = link_for(client, session, make.trainee())
    page = client.read(link)
    (form,) = page.tree.xpath("//main//form")
    client.send(form, page.address)
    client.send(form, page.address, status=400)
    client.http = client.app.test_client()
    client.read(link, 404)
    assert session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_signing_in_with_one_link_ends_the_others(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    first, second = (link_for(client, session, person) for _n in range(2))
    press(client, first)
    client.read(second, 404)


def test_a_link_ends_after_a_quarter_of_an_hour(
    make: Make, client: Client, session: Session
) -> None:
    link = link_for(client, session, make.trainee())
    left = session.scalars(select(SignInLink.expires_at)).one() - now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    session.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))
    client.read(link, 404)
    client.read(f"{ASK}/rien", 404)


def test_a_link_that_ended_while_it_was_read_says_so(
    make: Make, client: Client, session: Session
) -> None:
    link = link_for(client, session, make.trainee())
    page = client.read(link)
    session.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))
    (form,) = page.tree.xpath("//main//form")
    assert "/sign-in/link" in client.send(form, page.address, status=404).html


def test_a_closed_account_does_not_open(make: Make, client: Client, session: Session) -> None:
    link = link_for(client, session, make.trainee())
    session.execute(update(Person).values(state=PersonState.CLOSED))
    client.read(link, 404)


def test_a_changed_password_ends_the_links(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    link = link_for(client, session, person)
    change_password(
        session,
        person.id,
        proved=person.password_hash,
        password_hash="autre",
        sign_in_id=0,
        message_id=new_token(),
        now=now(),
    )
    client.read(link, 404)


def test_links_are_ended_for_their_person_only(
    make: Make, client: Client, session: Session
) -> None:
    one, other = make.trainee(), make.trainee()
    ended, kept = link_for(client, session, one), link_for(client, session, other)
    void_sign_in_links(session, one.id, now=now())
    client.read(ended, 404)
    client.read(kept)


def test_known_unknown_and_closed_addresses_get_one_answer(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    known = make.trainee()
    closed = make.trainee(state=PersonState.CLOSED)
    seen = []
    for email in (known.email, closed.email, "personne-inconnue@exemple.test"):
        page = client.read(ASK)
        form = dict(page.tree.xpath("//main//form")[0].form_values()) | {"email": email}
        with Statements(app) as statements:
            answer = client.open(ASK, method="POST", data=form)
        followed = client.open(answer.headers["Location"])
        seen.append(
            (answer.status_code, bare(answer, email), bare(followed, email), statements.all)
        )
    assert seen[0] == seen[1] == seen[2]
    states = session.scalars(select(Letter.state).order_by(Letter.id)).all()
    assert states == [LetterState.PENDING, LetterState.GIVEN_UP, LetterState.GIVEN_UP]
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 1


def test_letters_are_neutral(make: Make, client: Client, session: Session) -> None:
    person = make.trainee(family="Haddad")
    link_for(client, session, person)
    (letter,) = letters_to(session, person.email)
    words = words_of(letter).lower()
    assert letter.words["subject"]["msgid"] == "A message from Sillage"
    for revealing in ("haddad", "peer", "psych", "supervis", "training"):
        assert revealing not in words


@pytest.mark.parametrize("known", [True, False])
def test_few_links_are_sent_to_one_address(make: Make, client: Client, known: bool) -> None:
    email = make.trainee().email if known else "inconnue@exemple.test"
    for _n in range(ASKING_LINK.account):
        client.submit(ASK, email=email)
    client.submit(ASK, email=email, status=429)


def test_a_missing_address_is_told(client: Client) -> None:
    assert client.submit(ASK, email="", status=422).errors()


def test_who_is_signed_in_needs_no_link(make: Make, client: Client) -> None:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    assert client.read(f"{ASK}?next=/account").path == "/account"


def test_the_database_holds_no_link(make: Make, client: Client, session: Session) -> None:
    link = link_for(client, session, make.trainee())
    token = link.rsplit("/", 1)[1]
    assert session.scalars(select(SignInLink.token_hash)).one() != token


def test_old_links_are_deleted(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    link_for(client, session, make.trainee())
    session.execute(update(SignInLink).values(expires_at=now() - timedelta(days=2)))
    session.commit()
    purge(app, now=now())
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 0
