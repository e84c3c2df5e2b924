"""Changing the mail address: both mailboxes, 72 hours, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.accounts import jobs
from lms.accounts.models import AddressChange, Person, SignIn
from lms.accounts.rules import ADDRESS_CHANGE_AFTER
from lms.outbox.models import Letter
from lms.web.database import Application
from lms.web.page import now
from tests.accounts.letters import letters_to, words_of
from tests.accounts.test_sign_in import bare, knock
from tests.client import Client
from tests.make import PASSWORD, Make

WISHED = "nouvelle@exemple.test"


def wish(client: Client, session: Session, person: Person, email: str = WISHED) -> tuple[str, str]:
    """Ask for another address; the links mailed to the new one and to the present one."""
    client.sign_in(person)
    client.submit("/account/address", email=email, present=PASSWORD)
    return letters_to(session, email)[-1].link, letters_to(session, person.email)[-1].link


def address_of(session: Session, person: Person) -> str:
    """The address in force."""
    return session.scalars(select(Person.email).where(Person.id == person.id)).one()


def test_both_mailboxes_agree_and_the_address_changes_at_once(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    before = person.email
    new, old = wish(client, session, person)
    client.submit(new, answer="yes")
    assert address_of(session, person) == before
    client.submit(old, answer="yes")
    assert address_of(session, person) == WISHED
    assert letters_to(session, before)[-1].link == "/sign-in"
    client.http.delete_cookie("sillage")
    assert knock(client, before, PASSWORD).status_code == 422
    assert knock(client, WISHED, PASSWORD).status_code == 303


def test_a_mailbox_answers_on_a_device_where_nobody_is_signed_in(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    new, _old = wish(client, session, person)
    client.http.delete_cookie("sillage")
    assert client.submit(new, answer="yes").path == "/address-confirmed"
    assert not client.read(new).tree.xpath("//button[@name='answer']")


def test_the_new_mailbox_alone_waits_72_hours(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    before = person.email
    new, _old = wish(client, session, person)
    client.submit(new, answer="yes")
    asked = session.scalars(select(AddressChange.asked_at)).one()
    almost = asked + ADDRESS_CHANGE_AFTER - timedelta(seconds=1)
    assert jobs.apply_address_changes(app, now=almost) == 0
    assert address_of(session, person) == before
    assert jobs.apply_address_changes(app, now=asked + ADDRESS_CHANGE_AFTER) == 1
    session.expire_all()
    assert address_of(session, person) == WISHED
    assert jobs.apply_address_changes(app, now=asked + ADDRESS_CHANGE_AFTER) == 0


def test_an_address_that_its_mailbox_did_not_confirm_is_never_taken(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    before = person.email
    new, old = wish(client, session, person)
    client.submit(old, answer="yes")
    assert jobs.apply_address_changes(app, now=now() + ADDRESS_CHANGE_AFTER) == 1
    session.expire_all()
    assert address_of(session, person) == before
    client.read(new, 404)


def test_the_present_mailbox_stops_it_and_signs_every_device_out(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    before = person.email
    new, old = wish(client, session, person)
    client.submit(new, answer="yes")
    page = client.submit(old, answer="no")
    assert page.path == "/forgotten-password"
    assert client.read("/account").path == "/sign-in"
    assert jobs.apply_address_changes(app, now=now() + ADDRESS_CHANGE_AFTER) == 0
    assert address_of(session, person) == before


def test_the_new_mailbox_cannot_refuse_for_the_person(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    new, _old = wish(client, session, person)
    form = client.read(new).form(answer="")
    client.send(form, new, answer="no")
    living = select(SignIn).where(SignIn.revoked_at.is_(None))
    assert len(session.scalars(living).all()) == 1


def test_the_present_mailbox_does_not_learn_the_new_address(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    _new, old = wish(client, session, person)
    client.http.delete_cookie("sillage")
    assert WISHED not in client.read(old).html
    assert WISHED not in str(letters_to(session, person.email)[-1].words)


def test_an_address_of_somebody_else_is_told_to_its_mailbox_alone(
    make: Make, client: Client, session: Session
) -> None:
    other = make.trainee(email="prise@exemple.test")
    answers = []
    for email in ("prise@exemple.test", "libre@exemple.test"):
        person = make.trainee(screen_name="Même nom")
        client.sign_in(person)
        page = client.read("/account/address")
        form = dict(page.form(present="").form_values()) | {"email": email, "present": PASSWORD}
        answer = client.open("/account/address", method="POST", data=form)
        shown = client.open("/account").get_data(as_text=True)
        answers.append(
            (answer.status_code, bare(answer, email), email in shown, "notice-soon" in shown)
        )
    assert answers[0] == answers[1]
    taken, free = (
        letters_to(session, other.email)[-1],
        letters_to(session, "libre@exemple.test")[-1],
    )
    assert taken.link == "/forgotten-password"
    assert "not possible" in words_of(taken)
    assert free.link.startswith("/address/")


def test_an_address_taken_meanwhile_stays_with_its_account(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    before = person.email
    new, old = wish(client, session, person)
    make.person(email=WISHED)
    client.submit(new, answer="yes")
    client.submit(old, answer="yes")
    assert address_of(session, person) == before
    assert "not possible" in words_of(letters_to(session, WISHED)[-1])


def test_a_new_wish_replaces_the_first(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    first, _old = wish(client, session, person)
    second, _old = wish(client, session, person, "encore@exemple.test")
    client.read(first, 404)
    assert client.read(second).form(answer="") is not None


def test_a_person_cancels_their_own_wish(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    new, old = wish(client, session, person)
    form = client.read("/account").form("/account/address/cancel")
    client.send(form, "/account")
    client.read(new, 404)
    client.read(old, 404)


def test_a_new_password_by_mail_ends_a_wish(make: Make, client: Client, session: Session) -> None:
    person = make.trainee()
    new, _old = wish(client, session, person)
    client.http.delete_cookie("sillage")
    client.submit("/forgotten-password", email=person.email)
    client.submit(letters_to(session, person.email)[-1].link, password="une autre phrase longue")
    client.read(new, 404)


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@b", "x" * 250 + "@exemple.test"])
def test_an_address_without_its_shape_is_refused(make: Make, client: Client, email: str) -> None:
    client.sign_in(make.trainee())
    assert client.submit("/account/address", email=email, present=PASSWORD, status=422).errors()


def test_the_same_address_and_a_wrong_password_are_refused(
    make: Make, client: Client, session: Session
) -> None:
    person = make.trainee()
    client.sign_in(person)
    client.submit("/account/address", email=person.email, present=PASSWORD, status=422)
    client.submit("/account/address", email=WISHED, present="pas le bon", status=422)
    assert session.scalars(select(AddressChange)).all() == []
    assert session.scalars(select(Letter)).all() == []


def test_few_wishes_are_taken_in_an_hour(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    for n in range(5):
        client.submit("/account/address", email=f"a{n}@exemple.test", present=PASSWORD)
    client.submit("/account/address", email=WISHED, present=PASSWORD, status=429)


def test_a_link_nobody_sent_is_not_there(client: Client) -> None:
    client.read("/address/rien", 404)


def test_what_is_old_is_deleted(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    person = make.trainee()
    wish(client, session, person)
    client.submit("/forgotten-password", email=person.email)
    session.execute(update(AddressChange).values(closed_at=now()))
    session.commit()
    assert jobs.purge(app, now=now()) == 0
    assert jobs.purge(app, now=now() + timedelta(days=367)) >= 4
    session.expire_all()
    assert session.scalars(select(SignIn)).all() == []
    assert session.scalars(select(AddressChange)).all() == []
