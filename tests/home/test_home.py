"""The first page of each role: one next action, what waits, nothing invented."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module
from lms.kernel.actor import Role
from lms.learning.models import Completion, Enrolment
from lms.supervision.models import Standing
from lms.web.page import now
from tests.certification.earned import earned, supervise
from tests.client import Client
from tests.make import PASSWORD, Make, today
from tests.supervision.held import hold, signed

Statements = Callable[[], AbstractContextManager[list[str]]]


def complete(make: Make, enrolment: Enrolment, upto: int) -> None:
    """The first steps of somebody's programme."""
    steps = make.session.scalars(
        select(Activity)
        .join(Module)
        .where(Module.version_id == enrolment.version_id)
        .order_by(Module.position, Activity.position)
        .limit(upto)
    )
    for step in steps:
        make.session.add(
            Completion(
                person_id=enrolment.person_id,
                activity_id=step.id,
                minutes=step.minutes,
                completed_at=now(),
                completed_on=today(),
            )
        )
    make.session.flush()


def person_of(session: Session, enrolment: Enrolment) -> Person:
    return session.get_one(Person, enrolment.person_id)


def test_the_bare_address_leads_home_or_to_the_door(make: Make, client: Client) -> None:
    assert client.open("/").headers["Location"] == "/sign-in"
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    assert client.open("/").headers["Location"] == "/home"


def test_a_stranger_is_led_to_the_door(client: Client) -> None:
    assert client.open("/home").headers["Location"] == "/sign-in?next=/home"


def test_a_new_trainee_is_offered_the_first_step(
    session: Session, make: Make, client: Client
) -> None:
    enrolment = make.enrolment()
    client.sign_in(person_of(session, enrolment), role=Role.TRAINEE)

    page = client.read("/home")

    links = page.tree.xpath("//section[contains(@class,'resume')]//a/@href")
    assert links[0] == "/modules/module-1/steps/1"
    assert "Étape text" in page.words


def test_a_trainee_resumes_where_they_stopped(session: Session, make: Make, client: Client) -> None:
    enrolment = make.enrolment(version=make.version(modules=2))
    complete(make, enrolment, 4)
    client.sign_in(person_of(session, enrolment), role=Role.TRAINEE)

    page = client.read("/home")

    links = page.tree.xpath("//section[contains(@class,'resume')]//a/@href")
    assert links[0] == "/modules/module-2/steps/2"
    assert page.tree.xpath("count(//ol[contains(@class,'steps')]/li[@class='is-done'])") == 1


def test_a_trainee_reads_what_remains_when_every_step_is_done(make: Make, client: Client) -> None:
    one = earned(make, minutes=150)
    client.sign_in(one.person, role=Role.TRAINEE)

    card = client.read("/home").tree.xpath("//section[contains(@class,'resume')]")[0]

    assert "1 h 30" in card.text_content().replace("\u00a0", " ")
    assert card.xpath(".//a/@href") == ["/supervision"]


def test_a_trainee_who_met_everything_waits_for_the_organisation(
    make: Make, client: Client
) -> None:
    client.sign_in(earned(make).person, role=Role.TRAINEE)
    card = client.read("/home").tree.xpath("//section[contains(@class,'resume')]")[0]
    assert card.xpath(".//a/@href") == ["/certificates"]


def test_what_waits_for_a_trainee_is_listed(make: Make, client: Client) -> None:
    held = hold(make)
    signed(held, at=now() - timedelta(days=1))
    make.session.flush()

    page = held.as_trainee(client).read("/home")

    assert page.tree.xpath(f"//a[@href='{held.address}']")


def test_a_trainee_with_nothing_under_way_reads_why(make: Make, client: Client) -> None:
    client.sign_in(make.trainee(), role=Role.TRAINEE)
    page = client.read("/home")
    assert page.tree.xpath("//div[@class='empty']")
    assert not page.tree.xpath("//section[contains(@class,'resume')]")


def test_two_programmes_are_two_choices(session: Session, make: Make, client: Client) -> None:
    first = make.enrolment()
    person = person_of(session, first)
    second = make.enrolment(person)
    client.sign_in(person, role=Role.TRAINEE)

    for enrolment in (first, second):
        page = client.read(f"/home?programme={enrolment.public_id}")
        link = page.tree.xpath("//section[contains(@class,'resume')]//a/@href")[0]
        assert link == f"/modules/module-1/steps/1?programme={enrolment.public_id}"


def test_where_one_was_reading_stands_beside_the_next_step(make: Make, client: Client) -> None:
    person = make.person("Nadia", "Benali")
    make.enrolment(person, version=make.version(modules=2))
    client.submit("/sign-in", email=person.email, password=PASSWORD)
    assert "Vous lisiez" not in client.read("/home").words
    client.read("/modules/module-2/steps/1")
    page = client.read("/home")
    assert "Vous lisiez, sur cet appareil" in page.words
    (link,) = page.tree.xpath("//li[contains(., 'Vous lisiez')]/a/@href")
    assert link == "/modules/module-2/steps/1"
    other = Client(client.app, client.session)
    other.submit("/sign-in", email=person.email, password=PASSWORD)
    assert "Vous lisiez, sur un autre appareil" in other.read("/home").words


def test_a_trainee_s_page_asks_five_times_whatever_was_done(
    statements: Statements, session: Session, make: Make, client: Client
) -> None:
    few = make.enrolment(version=make.version(modules=2))
    many = earned(make)
    for _ in range(30):
        supervise(make, many.agreement, 60, Standing.SIGNED, days_ago=30)
    for person in (person_of(session, few), many.person):
        client.sign_in(person, role=Role.TRAINEE)
        client.read("/home")
        with statements() as seen:
            client.open("/home")
        assert len(seen) == 5, seen


def test_a_supervisor_finds_the_log_first_then_what_to_sign(make: Make, client: Client) -> None:
    held = hold(make)
    page = held.as_supervisor(client).read("/home")

    links = page.tree.xpath("//main//a/@href")
    assert links[0] == "/sessions/new"
    assert links.index(held.address) < links.index("/people")


def test_a_supervisor_sees_whose_answer_is_awaited(make: Make, client: Client) -> None:
    held = hold(make)
    signed(held, at=now() - timedelta(days=20))
    make.session.flush()
    page = held.as_supervisor(client).read("/home")
    assert page.tree.xpath(f"//aside//a[@href='{held.address}']")


def test_a_supervisor_of_nobody_reads_why(make: Make, client: Client) -> None:
    client.sign_in(make.supervisor(), role=Role.SUPERVISOR)
    page = client.read("/home")
    assert page.tree.xpath("//main//div[@class='empty']")
    assert "/sessions/new" not in page.tree.xpath("//main//a/@href")


def test_a_supervisor_s_day_asks_at_most_seven_times(
    statements: Statements, make: Make, client: Client
) -> None:
    held = hold(make, trainees=10)
    held.as_supervisor(client).read("/home")
    with statements() as seen:
        client.open("/home")
    assert len(seen) <= 7, seen


def test_a_manager_begins_with_the_people(make: Make, client: Client) -> None:
    organisation = make.organisation()
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    assert client.open("/home").headers["Location"] == f"/orgs/{organisation.slug}/people"


def test_somebody_without_a_role_keeps_account_and_certificates(make: Make, client: Client) -> None:
    client.sign_in(make.person())
    links = client.read("/home").tree.xpath("//main//a/@href")
    assert links == ["/certificates", "/requests", "/account"]
