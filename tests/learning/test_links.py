"""A link lets people join a cohort: with an account, without one, and not beyond its places."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.actor import Role
from lms.kernel.keys import token_hash
from lms.learning.jobs import purge
from lms.learning.models import Cohort, CohortLink, CohortState, Enrolment, JoiningLetter
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client, Page
from tests.learning.linked import letter_for, link_to
from tests.make import Make, today
from tests.permissions.world import invited
from tests.races import AT_ONCE, at_once

Statements = Callable[[], AbstractContextManager[list[str]]]
PASSWORD = "une phrase que je garde"
DAY = timedelta(days=1)


def group(make: Make, **values: Any) -> tuple[Organisation, Person, Cohort]:
    """An organisation, its manager and an open cohort."""
    place = make.organisation("Rive commune")
    return place, make.manager(place), make.cohort(place, make.version(), **values)


def linked(make: Make, **values: Any) -> tuple[CohortLink, str]:
    """A link to a cohort of its own, and its path."""
    _place, manager, cohort = group(make)
    link, token = link_to(make, cohort, manager, **values)
    return link, f"/join/{token}"


def refused(page: Page) -> bool:
    """Whether the page says above its form what is not possible."""
    return bool(page.tree.xpath("//div[@class='errors']//li"))


def newcomer(make: Make, client: Client) -> Person:
    """Somebody with an account who trains nowhere, signed in."""
    person = make.person("Awa", "Diop")
    client.sign_in(person)
    return person


def members(session: Session) -> int:
    return session.scalar(select(func.count(Enrolment.id))) or 0


def make_by_hand(client: Client, cohort: Cohort, *, status: int = 200, **fields: Any) -> Page:
    page = f"/cohorts/{cohort.public_id}/links"
    sent = {"ends_on": (today() + DAY * 9).isoformat(), "places": "2", **fields}
    return client.submit(page, status=status, **sent)


def test_a_manager_makes_a_link_that_is_shown_once_and_closes_it(
    make: Make, client: Client, session: Session
) -> None:
    place, manager, cohort = group(make)
    client.sign_in(manager, role=Role.MANAGER, organisation=place)
    made = make_by_hand(client, cohort)
    address = made.tree.xpath("string(//p[@class='code'])")
    token = address.rpartition("/")[2]
    link = session.scalars(select(CohortLink)).one()
    assert link.token_hash == token_hash(token)
    again = client.read(f"/cohorts/{cohort.public_id}/links")
    assert token not in again.html
    assert "0 sur 2" in again.words.replace("\u00a0", " ")
    stranger = Client(client.app, session)
    assert cohort.name in stranger.read(f"/join/{token}").words
    client.submit(again.path, action=f"{again.path}/{link.public_id}/close")
    stranger.read(f"/join/{token}", 404)


def test_a_trainer_makes_links_of_the_own_cohort_only(make: Make, client: Client) -> None:
    place, _manager, other = group(make)
    trainer = make.member(Role.TRAINER, place)
    mine = make.cohort(place, trainer=trainer)
    client.sign_in(trainer, role=Role.TRAINER)
    assert "Le lien est prêt" in make_by_hand(client, mine).words
    client.read(f"/cohorts/{other.public_id}/links", 404)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("ends_on", {"ends_on": (today() - DAY).isoformat()}),
        ("ends_on", {"ends_on": (today() + DAY * 400).isoformat()}),
        ("ends_on", {"ends_on": ""}),
        ("places", {"places": "0"}),
        ("places", {"places": "9" * 30}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    make: Make, client: Client, session: Session, field: str, values: dict[str, str]
) -> None:
    place, manager, cohort = group(make)
    client.sign_in(manager, role=Role.MANAGER, organisation=place)
    page = make_by_hand(client, cohort, status=422, **values)
    assert page.tree.xpath(f"//*[@id='{field}-error']")
    assert session.scalars(select(CohortLink)).all() == []


def test_no_link_for_what_is_closed_over_unreviewed_or_linked_too_often(
    make: Make, client: Client
) -> None:
    place, manager, cohort = group(make, state=CohortState.CLOSED)
    over = make.cohort(place, ends_on=today() - DAY)
    raw = make.cohort(place, make.version(reviewed=False))
    many = make.cohort(place)
    for _each in range(20):
        link_to(make, many, manager)
    client.sign_in(manager, role=Role.MANAGER, organisation=place)
    for one in (cohort, over, raw, many):
        assert refused(make_by_hand(client, one, status=422))


def test_somebody_with_an_account_joins_once_and_is_told_so_calmly(
    make: Make, client: Client, session: Session
) -> None:
    link, path = linked(make)
    person = newcomer(make, client)
    words = client.read(path).words
    assert "Ce que l’organisation verra" in words
    client.submit(path, path)
    enrolment = session.scalars(select(Enrolment)).one()
    assert (enrolment.person_id, enrolment.cohort_id) == (person.id, link.cohort_id)
    session.refresh(link)
    assert link.taken == 1
    client.sign_in(person, role=Role.TRAINEE)
    inside = client.read(path)
    assert inside.tree.xpath("//main//a[@href='/path']")
    assert members(session) == 1


def test_somebody_without_an_account_proves_the_address_first(
    make: Make, client: Client, session: Session
) -> None:
    link, path = linked(make)
    sent = {"given_name": "Awa", "family_name": "Diop", "email": "awa@exemple.test"}
    assert client.submit(path, None, 200, **sent).path == "/join/sent"
    assert session.scalars(select(Person).where(Person.email_key == sent["email"])).all() == []
    mailed = session.scalars(select(Letter)).one()
    assert (mailed.to_address, mailed.link.startswith("/join/letter/")) == (sent["email"], True)
    opened = client.read(mailed.link)
    assert opened.tree.xpath("//input[@name='family_name']/@value") == ["Diop"]
    assert client.submit(mailed.link, password=PASSWORD).path == "/sign-in"
    person = session.scalars(select(Person).where(Person.email_key == sent["email"])).one()
    enrolment = session.scalars(select(Enrolment)).one()
    assert (enrolment.person_id, enrolment.cohort_id) == (person.id, link.cohort_id)
    client.read(mailed.link, 404)


def test_a_known_address_gets_the_same_answer_and_signs_in_to_join(
    make: Make, client: Client, session: Session, statements: Statements
) -> None:
    _link, path = linked(make)
    person = make.person(email="nadia@exemple.test")
    answers, asked = [], []
    for email in ("nadia@exemple.test", "personne@exemple.test"):
        form = client.read(path).form(path)
        with statements() as seen:
            page = client.send(form, path, family_name="Diop", email=email)
        asked.append(len(seen))
        answers.append(page.words)
    assert answers[0] == answers[1]
    assert asked[0] == asked[1]
    known = session.scalars(select(Letter.link).where(Letter.to_address == person.email)).one()
    assert not client.read(known).tree.xpath("//input[@name='password']")
    client.sign_in(person)
    client.submit(known, known)
    assert session.scalars(select(Enrolment.person_id)).all() == [person.id]


def test_letters_to_one_address_are_counted(make: Make, client: Client) -> None:
    _link, path = linked(make)
    for status in (200, 200, 200, 200, 200, 429):
        client.submit(path, status=status, family_name="D", email="a@exemple.test")


def test_weak_words_and_missing_names_are_said_beside_their_fields(
    make: Make, client: Client
) -> None:
    link, path = linked(make)
    page = client.submit(path, status=422, family_name=" ", email="pas une adresse")
    assert len(page.errors()) == 2
    letter = letter_for(make, link)
    weak = client.submit(f"/join/letter/{letter}", status=422, password="court")
    assert weak.tree.xpath("//*[@id='password-error']")


@pytest.mark.parametrize(
    "values",
    [{"closed_at": now()}, {"ends_on": today() - DAY}],
    ids=["closed", "over"],
)
def test_a_link_that_works_no_more_is_not_there(
    make: Make, client: Client, values: dict[str, Any]
) -> None:
    link, path = linked(make, **values)
    letter = letter_for(make, link)
    client.read(path, 404)
    client.read(f"/join/letter/{letter}", 404)


def test_nobody_joins_beyond_the_places(make: Make, client: Client, session: Session) -> None:
    place, manager, cohort = group(make, capacity=1)
    _link, token = link_to(make, cohort, manager)
    invited(session, place, Role.TRAINEE, cohort.version_id)
    newcomer(make, client)
    form = client.read(f"/join/{token}").form(f"/join/{token}")
    enrolment = make.enrolment(make.person(), place)
    enrolment.cohort_id = cohort.id
    session.flush()
    assert refused(client.send(form, f"/join/{token}", 422))
    assert "Toutes les places sont prises" in client.read(f"/join/{token}").words
    used, path = linked(make, places=1, taken=1)
    assert used.taken == 1
    assert "Toutes les places sont prises" in client.read(path).words


def test_a_suspended_role_and_another_cohort_are_not_passed_over(
    make: Make, client: Client, session: Session
) -> None:
    place, manager, cohort = group(make)
    _link, token = link_to(make, cohort, manager)
    person = newcomer(make, client)
    role = make.membership(person, place, Role.TRAINEE)
    role.state = MembershipState.SUSPENDED
    session.flush()
    assert refused(client.submit(f"/join/{token}", f"/join/{token}", 422))
    role.state = MembershipState.ACTIVE
    other = make.cohort(place)
    other.version_id = cohort.version_id
    enrolment = Enrolment(
        public_id=token[:10],
        membership_id=role.id,
        organisation_id=place.id,
        person_id=person.id,
        version_id=cohort.version_id,
        cohort_id=other.id,
        enrolled_on=today(),
        facts_changed_at=now(),
    )
    session.add(enrolment)
    session.flush()
    assert refused(client.submit(f"/join/{token}", f"/join/{token}", 422))
    enrolment.cohort_id = None
    session.flush()
    client.submit(f"/join/{token}", f"/join/{token}")
    session.refresh(enrolment)
    assert enrolment.cohort_id == cohort.id


def test_the_last_place_goes_to_one_of_eight(real: Application) -> None:
    with real.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        _place, manager, cohort = group(make, capacity=1)
        link, token = link_to(make, cohort, manager)
        people = [make.person() for _ in range(AT_ONCE)]
        link_id = link.id
    clients = [Client(real) for _ in people]
    forms = []
    for client, person in zip(clients, people, strict=True):
        client.sign_in(person)
        page = client.read(f"/join/{token}")
        forms.append(dict(page.form(page.path).form_values()))
    presses = [
        (lambda c=c, f=f: c.open(f"/join/{token}", method="POST", data=f).status_code)
        for c, f in zip(clients, forms, strict=True)
    ]
    assert sorted(at_once(presses)) == [303] + [422] * (AT_ONCE - 1)
    with Session(real.extensions["sillage.engine"]) as session:
        assert session.get_one(CohortLink, link_id).taken == 1
        assert members(session) == 1
        assert (
            session.scalar(select(func.count(Membership.id)).where(Membership.role == Role.TRAINEE))
            == 1
        )


def test_letters_are_deleted_a_day_after_their_end(
    app: Application, make: Make, session: Session
) -> None:
    link, _path = linked(make)
    letter_for(make, link, expires_at=now() - DAY * 2)
    letter_for(make, link, expires_at=now() - DAY / 2)
    session.commit()
    assert purge(app, now=now()) == 1
    assert session.scalar(select(func.count(JoiningLetter.id))) == 1


@pytest.mark.parametrize("count", [1, 15])
def test_the_pages_read_the_same_whatever_the_number(
    make: Make, client: Client, statements: Statements, count: int
) -> None:
    place, manager, cohort = group(make, capacity=400)
    for _each in range(count):
        _link, token = link_to(make, cohort, manager)
        make.enrolment(make.person(), place).cohort_id = cohort.id
    stranger = Client(client.app, make.session)
    client.sign_in(manager, role=Role.MANAGER, organisation=place)
    for one, path, most in (
        (client, f"/cohorts/{cohort.public_id}/links", 3),
        (stranger, f"/join/{token}", 2),
    ):
        one.read(path)
        with statements() as seen:
            one.read(path)
        assert len(seen) == most, seen
