"""An account that is suspended: nobody gets in, and nothing of it is lost."""

from __future__ import annotations

import pytest
from click.testing import Result
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState
from lms.app.commands import lms
from lms.app.migrations import downgrade, upgrade
from lms.journal.models import JournalEntry
from lms.web.database import Application
from tests.accounts.letters import letters_to, words_of
from tests.accounts.test_factors_migration import MOMENT, add, add_place
from tests.client import Client
from tests.databases import Databases
from tests.make import PASSWORD, Make


@pytest.fixture
def person(make: Make) -> Person:
    """Somebody in training."""
    return make.trainee()


def command(app: Application, session: Session, *words: str) -> Result:
    """What the operator types."""
    session.commit()
    answer = app.test_cli_runner().invoke(lms, ["accounts", *words])
    session.expire_all()
    return answer


def refused(client: Client, address: str, password: str) -> str:
    """The words of a refused sign-in."""
    page = client.submit("/sign-in", "/sign-in", status=422, email=address, password=password)
    return page.words.replace(address, "")


def test_a_suspended_account_is_signed_out_and_refused_like_a_wrong_password(
    app: Application, session: Session, client: Client, make: Make, person: Person
) -> None:
    client.sign_in(person)
    assert client.read("/account").path == "/account"

    assert command(app, session, "suspend", person.email.upper()).exit_code == 0

    assert client.read("/account").path == "/sign-in"
    other = make.trainee()
    assert refused(client, person.email, PASSWORD) == refused(client, other.email, "not that one")


def test_no_mailed_link_opens_a_suspended_account(
    app: Application, session: Session, client: Client, person: Person
) -> None:
    for asked in ("/forgotten-password", "/sign-in/link"):
        client.submit(asked, asked, email=person.email)
    links = [letter.link for letter in letters_to(session, person.email)]
    assert len(links) == 2

    command(app, session, "suspend", person.email)

    for link in links:
        client.read(link, 404)
    for asked in ("/forgotten-password", "/sign-in/link"):
        client.submit(asked, asked, email=person.email)
    told = [words_of(letter) for letter in letters_to(session, person.email)]
    assert [words for words in told[2:] if "suspended" not in words] == []


def test_a_resumed_account_opens_as_before(
    app: Application, session: Session, client: Client, person: Person
) -> None:
    command(app, session, "suspend", person.email)
    assert command(app, session, "resume", person.email).exit_code == 0
    page = client.submit("/sign-in", "/sign-in", email=person.email, password=PASSWORD)
    assert page.path == "/home"
    told = [words_of(letter) for letter in letters_to(session, person.email)]
    assert "is suspended" in told[0]
    assert "open again" in told[1]
    acts = select(JournalEntry.action).where(JournalEntry.about_person_id == person.id)
    assert {"accounts.suspend_account", "accounts.resume_account"} <= set(session.scalars(acts))


@pytest.mark.parametrize("state", [PersonState.CLOSED, PersonState.ERASED, PersonState.SUSPENDED])
def test_only_an_open_account_is_suspended(
    app: Application, session: Session, person: Person, state: PersonState
) -> None:
    person.state = state
    assert "no open account" in command(app, session, "suspend", person.email).output
    assert session.get_one(Person, person.id).state is state


@pytest.mark.parametrize("state", [PersonState.CLOSED, PersonState.ERASED, PersonState.ACTIVE])
def test_only_a_suspended_account_is_resumed(
    app: Application, session: Session, person: Person, state: PersonState
) -> None:
    person.state = state
    assert "no suspended account" in command(app, session, "resume", person.email).output
    assert session.get_one(Person, person.id).state is state


def test_whoever_was_suspended_stays_out_when_the_migration_is_taken_back(
    databases: Databases,
) -> None:
    url = databases.empty()
    upgrade(url, "0002")
    engine = create_engine(url)
    with engine.begin() as connection:
        add_place(connection, 1, specimen=True)
    upgrade(url, "0009")
    with engine.begin() as connection:
        names = dict.fromkeys(("given_name", "family_name", "screen_name", "printed_name"), "N")
        more = {"locale": "fr", "theme": "", "text_size": "", "password_hash": "h"}
        mail = {"email": "a@exemple.test", "email_key": "a@exemple.test", "state": "suspended"}
        add(connection, "people", id=1, public_id="p", created_at=MOMENT, **names, **more, **mail)
        held = {"person_id": 1, "organisation_id": 1, "sort_name": "n", "starts_on": "2026-01-01"}
        role = {"role": "trainee", "state": "suspended", "standing": "suspended"}
        add(connection, "memberships", id=1, public_id="m", **held, **role)
    engine.dispose()

    downgrade(url, "0008")
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT state FROM people")) == "closed"
        kept = connection.execute(text("SELECT state, standing, ended_on FROM memberships")).one()
        assert kept[:2] == ("ended", "ended")
        assert kept.ended_on is not None
    engine.dispose()
    upgrade(url, "0009")
