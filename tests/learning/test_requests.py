"""People ask to join a cohort that takes requests; a manager answers calmly."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import MembershipState, Person
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.jobs import purge
from lms.learning.models import Cohort, CohortState, Enrolment, JoinRequest, RequestState
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client, Page
from tests.learning.linked import letter_for, link_to, request_of
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
WORDS = "Je connais bien la Rive."
PASSWORD = "une phrase que je garde"
DAY = timedelta(days=1)


def group(make: Make, **values: Any) -> tuple[Organisation, Person, Cohort]:
    """An organisation, its manager and a cohort that takes requests."""
    place = make.organisation("Rive commune")
    cohort = make.cohort(place, **{"takes_requests": True, **values})
    return place, make.manager(place), cohort


def managing(client: Client, place: Organisation, manager: Person) -> Client:
    other = Client(client.app, client.session)
    other.sign_in(manager, role=Role.MANAGER, organisation=place)
    return other


def ask(client: Client, cohort: Cohort, text: str = "", status: int = 200) -> Page:
    path = f"/cohorts/{cohort.public_id}/ask"
    return client.submit(path, path, status, text=text)


def answer(client: Client, place: Organisation, request: JoinRequest, act: str, to: int) -> Page:
    page = f"/orgs/{place.slug}/requests/{request.public_id}"
    return client.submit(page, f"{page}/{act}", to)


def test_the_page_to_ask_is_opened_and_closed_by_a_manager(make: Make, client: Client) -> None:
    place, manager, cohort = group(make, takes_requests=False)
    path, page = (
        f"/cohorts/{cohort.public_id}/ask",
        f"/orgs/{place.slug}/cohorts/{cohort.public_id}",
    )
    client.read(path, 404)
    boss = managing(client, place, manager)
    shown = boss.submit(page, f"{page}/requests/open")
    assert path in shown.html
    assert cohort.name in client.read(path).words
    boss.submit(page, f"{page}/requests/close")
    client.read(path, 404)


def test_a_request_with_words_is_sealed_read_and_accepted(
    app: Application, make: Make, client: Client, session: Session
) -> None:
    place, manager, cohort = group(make)
    person = make.person("Awa", "Diop")
    client.sign_in(person)
    assert ask(client, cohort, WORDS).path == "/requests"
    made = session.scalars(select(JoinRequest)).one()
    assert WORDS.encode() not in (made.sealed or b"")
    assert "attend une réponse" in client.read(f"/cohorts/{cohort.public_id}/ask").words

    boss = managing(client, place, manager)
    assert "1 demande attend" in boss.read(f"/orgs/{place.slug}/cohorts").words
    listed = boss.read(f"/orgs/{place.slug}/requests").words
    assert "Awa Diop" in listed
    assert WORDS not in listed
    assert WORDS in boss.read(f"/orgs/{place.slug}/requests/{made.public_id}").words
    answer(boss, place, made, "accept", 200)
    enrolment = session.scalars(select(Enrolment)).one()
    assert (enrolment.person_id, enrolment.cohort_id) == (person.id, cohort.id)
    letter = session.scalars(select(Letter)).one()
    assert (letter.to_address, letter.link) == (person.email, "/home")
    boss.read(f"/orgs/{place.slug}/requests/{made.public_id}", 404)


def test_a_request_is_declined_without_a_reason(
    make: Make, client: Client, session: Session
) -> None:
    place, manager, cohort = group(make)
    person = make.person()
    made = request_of(make, cohort, person.id)
    answer(managing(client, place, manager), place, made, "decline", 200)
    session.refresh(made)
    assert made.state is RequestState.DECLINED
    letter = session.scalars(select(Letter)).one()
    assert (letter.to_address, letter.link) == (person.email, "")
    client.sign_in(person)
    ask(client, cohort)
    assert session.scalar(select(func.count(JoinRequest.id))) == 2


def test_a_person_withdraws_and_nobody_else_does(
    make: Make, client: Client, session: Session
) -> None:
    _place, _manager, cohort = group(make)
    person = make.person()
    made = request_of(make, cohort, person.id)
    client.sign_in(person)
    assert cohort.name in client.read("/requests").words
    form = client.read("/requests").form(f"/requests/{made.public_id}/withdraw")
    values = dict(form.form_values())
    other = Client(client.app, session)
    other.sign_in(make.person())
    token = other.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")[0]
    path = f"/requests/{made.public_id}/withdraw"
    assert other.open(path, method="POST", data={**values, "csrf_token": token}).status_code == 404
    client.send(form, path)
    session.refresh(made)
    assert made.state is RequestState.WITHDRAWN
    assert cohort.name not in client.read("/requests").words


def test_limits_of_words_and_of_requests(make: Make, client: Client, session: Session) -> None:
    place, _manager, cohort = group(make)
    person = make.person()
    client.sign_in(person)
    page = ask(client, cohort, "é" * 1_001, 422)
    assert page.tree.xpath("//*[@id='text-error']")
    for _each in range(5):
        request_of(make, make.cohort(place), person.id)
    assert ask(client, cohort, "", 422).tree.xpath("//div[@class='errors']")
    assert session.scalar(select(func.count(JoinRequest.id))) == 5


@pytest.mark.parametrize(
    "values",
    [{"state": CohortState.CLOSED}, {"ends_on": today() - DAY * 2}],
    ids=["closed", "over"],
)
def test_nobody_asks_where_nobody_joins(make: Make, client: Client, values: dict[str, Any]) -> None:
    _place, _manager, cohort = group(make, **values)
    client.read(f"/cohorts/{cohort.public_id}/ask", 404)


def test_a_full_cohort_and_a_suspended_role_are_told_to_the_manager(
    make: Make, client: Client, session: Session
) -> None:
    place, manager, cohort = group(make, capacity=1)
    person = make.person()
    made = request_of(make, cohort, person.id)
    make.enrolment(make.person(), place).cohort_id = cohort.id
    session.commit()
    boss = managing(client, place, manager)
    assert answer(boss, place, made, "accept", 422).tree.xpath("//div[@class='errors']")
    cohort.capacity = None
    make.membership(person, place, Role.TRAINEE).state = MembershipState.SUSPENDED
    session.commit()
    assert answer(boss, place, made, "accept", 422).tree.xpath("//div[@class='errors']")
    session.refresh(made)
    assert made.state is RequestState.PENDING


def test_an_outsider_proves_the_address_makes_an_account_and_asks(
    make: Make, client: Client, session: Session
) -> None:
    _place, _manager, cohort = group(make)
    path = f"/cohorts/{cohort.public_id}/ask"
    sent = client.submit(path, None, 200, family_name="Diop", email="awa@exemple.test")
    assert sent.path == "/join/sent"
    mailed = session.scalars(select(Letter.link)).one()
    assert client.submit(mailed, None, 200, password=PASSWORD).path == "/sign-in"
    person = session.scalars(select(Person).where(Person.email_key == "awa@exemple.test")).one()
    client.read(mailed, 404)
    client.sign_in(person)
    ask(client, cohort)
    assert session.scalars(select(JoinRequest.person_id)).all() == [person.id]
    assert session.scalars(select(Enrolment)).all() == []


def test_a_letter_to_ask_leads_whoever_has_an_account_to_the_page(
    make: Make, client: Client, session: Session
) -> None:
    place, manager, cohort = group(make)
    person = make.person(email="nadia@exemple.test")
    link, _token = link_to(make, cohort, manager)
    token = letter_for(make, link, person.email, link_id=None)
    known = client.read(f"/join/letter/{token}")
    assert f"/cohorts/{cohort.public_id}/ask" in known.html.replace("%2F", "/")
    client.sign_in(person)
    opened = client.open(f"/join/letter/{token}")
    assert opened.status_code == 303
    cohort.takes_requests = False
    session.flush()
    client.read(f"/join/letter/{token}", 404)
    assert place.name


def test_old_requests_are_deleted(app: Application, make: Make, session: Session) -> None:
    place, _manager, cohort = group(make)
    for asked, closed in ((100, 91), (100, 89), (91, None), (89, None)):
        made = request_of(make, make.cohort(place), make.person().id)
        made.asked_at = now() - DAY * asked
        if closed:
            made.closed_at, made.state = now() - DAY * closed, RequestState.DECLINED
    session.commit()
    assert purge(app, now=now()) == 2
    assert session.scalar(select(func.count(JoinRequest.id))) == 2
    assert cohort.id


@pytest.mark.parametrize("count", [1, 24])
def test_the_pages_read_the_same_whatever_the_number(
    app: Application, make: Make, client: Client, statements: Statements, count: int
) -> None:
    place, manager, cohort = group(make)
    keys: Keys = app.extensions["sillage.keys"]
    for _each in range(count):
        made = request_of(make, cohort, make.person().id, keys, WORDS)
    make.session.commit()
    boss = managing(client, place, manager)
    for path, most in (
        (f"/orgs/{place.slug}/requests", 2),
        (f"/orgs/{place.slug}/requests/{made.public_id}", 6),
        ("/requests", 2),
        (f"/cohorts/{cohort.public_id}/ask", 5),
    ):
        boss.read(path)
        with statements() as seen:
            boss.read(path)
        assert len(seen) == most, (path, seen)


def test_long_lists_have_pages(make: Make, client: Client) -> None:
    place, manager, cohort = group(make)
    for _each in range(30):
        request_of(make, cohort, make.person().id)
    make.session.commit()
    boss = managing(client, place, manager)
    first = boss.read(f"/orgs/{place.slug}/requests")
    onward = first.tree.xpath("//a[contains(@href, 'after=')]/@href")[0]
    assert len(boss.read(onward).tree.xpath("//tbody/tr")) == 5
