"""Winning a password back by mail, and changing it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import PasswordReset, Person, PersonState, SignIn
from lms.accounts.rules import ASKING_PASSWORD, password_fits
from lms.outbox.models import Letter, LetterState
from lms.web.database import Application
from lms.web.page import now
from tests.accounts.letters import letters_to, words_of
from tests.accounts.test_sign_in import Statements, bare
from tests.client import Client
from tests.make import PASSWORD, Make

NEW = "un autre matin de novembre"


def ask(client: Client, email: str, status: int = 200) -> str:
    """Ask for a link; where the answer leads."""
    return client.submit("/forgotten-password", email=email, status=status).path


def link_for(client: Client, session: Session, person: Person) -> str:
    """The mailed link."""
    ask(client, person.email)
    return letters_to(session, person.email)[-1].link


def has_password(session: Session, person: Person, password: str) -> bool:
    """Whether this is the person's password now."""
    hashed = session.scalar(select(Person.password_hash).where(Person.id == person.id))
    return password_fits(hashed, password)


def test_a_person_wins_their_password_back(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    link = link_for(client, session, person)
    page = client.submit(link, password=NEW)
    assert page.path == "/sign-in"
    assert has_password(session, person, NEW)
    told = letters_to(session, person.email)[-1]
    assert told.link == "/forgotten-password"


def test_a_new_password_signs_every_device_out(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    client.sign_in(person)
    client.submit(link_for(client, session, person), password=NEW)
    assert client.read("/account").path == "/sign-in"


def test_a_link_works_once(make: Make, client: Client, session: Session) -> None:
    link = link_for(client, session, make.trainee())
    client.submit(link, password=NEW)
    client.read(link, 404)


def test_a_new_password_ends_the_other_links(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    first, second = (link_for(client, session, person) for _n in range(2))
    client.submit(first, password=NEW)
    client.read(second, 404)


def test_a_link_ends_after_an_hour(make: Make, client: Client, session: Session) -> None:
    link = link_for(client, session, make.trainee())
    session.execute(update(PasswordReset).values(expires_at=now() - timedelta(seconds=1)))
    client.read(link, 404)
    client.read("/new-password/rien", 404)


def test_a_closed_account_keeps_its_password(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    link = link_for(client, session, person)
    session.execute(update(Person).values(state=PersonState.CLOSED))
    client.read(link, 404)


def test_known_unknown_and_closed_addresses_get_one_answer(
    make: Make, client: Client, app: Application, session: Session
) -> None:
    known = make.trainee()
    closed = make.trainee(state=PersonState.CLOSED)
    seen = []
    for email in (known.email, closed.email, "personne-inconnue@exemple.test"):
        page = client.read("/forgotten-password")
        form = dict(page.tree.xpath("//main//form")[0].form_values()) | {"email": email}
        with Statements(app) as statements:
            answer = client.open("/forgotten-password", method="POST", data=form)
        followed = client.open(answer.headers["Location"])
        seen.append(
            (answer.status_code, bare(answer, email), bare(followed, email), statements.all)
        )
    assert seen[0] == seen[1] == seen[2]
    assert len(letters_to(session, known.email)) == 1
    states = session.scalars(select(Letter.state).order_by(Letter.id)).all()
    assert states == [LetterState.PENDING, LetterState.GIVEN_UP, LetterState.GIVEN_UP]
    assert session.scalar(select(func.count()).select_from(PasswordReset)) == 1


def test_letters_are_neutral(make: Make, client: Client, session: Session) -> None:
    person = make.trainee(family="Haddad")
    link_for(client, session, person)
    letter = letters_to(session, person.email)[0]
    words = words_of(letter).lower()
    assert letter.words["subject"]["msgid"] == "A message from Sillage"
    for revealing in ("haddad", "peer", "psych", "supervis", "training"):
        assert revealing not in words


def test_few_links_are_sent_to_one_address(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    for _n in range(ASKING_PASSWORD.account):
        ask(client, person.email)
    ask(client, person.email, 429)
    assert len(letters_to(session, person.email)) == ASKING_PASSWORD.account


def test_a_weak_new_password_is_refused_and_the_link_kept(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    link = link_for(client, session, person)
    for weak in ("court", "motdepasse1234", person.email, ""):
        assert client.submit(link, password=weak, status=422).errors()
    client.submit(link, password=NEW)


def test_a_person_changes_their_password(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    client.sign_in(person)
    client.sign_in(person)
    page = client.submit("/account/password", present=PASSWORD, password=NEW)
    assert page.path == "/account"
    assert has_password(session, person, NEW)
    living = session.scalars(select(SignIn).where(SignIn.revoked_at.is_(None))).all()
    assert len(living) == 1
    assert len(letters_to(session, person.email)) == 1


def test_a_form_sent_twice_changes_the_password_once(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    client.sign_in(person)
    page = client.read("/account/password")
    form = page.form(password="")
    for _n in range(2):
        answer = client.send(form, page.path, present=PASSWORD, password=NEW)
        assert answer.path == "/account"
    assert len(letters_to(session, person.email)) == 1


def test_the_present_password_is_asked_for(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    client.sign_in(person)
    page = client.submit("/account/password", present="pas le bon", password=NEW, status=422)
    assert page.errors()
    assert client.submit(
        "/account/password", present=PASSWORD, password="azertyuiop12", status=422
    ).errors()
    assert has_password(session, person, PASSWORD)


def test_guessing_the_present_password_must_wait(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    for _n in range(10):
        client.submit("/account/password", present="pas le bon", password=NEW, status=422)
    client.submit("/account/password", present=PASSWORD, password=NEW, status=429)


def test_a_stranger_changes_no_password(client: Client) -> None:
    assert client.read("/account/password").path == "/sign-in"
