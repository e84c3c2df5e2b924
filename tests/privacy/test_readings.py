"""A person reads who opened or downloaded what about them, by day; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.journal.models import JournalEntry
from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.privacy.queries.readings import PAGE
from lms.privacy.rules.acts import READINGS
from lms.web.database import Application
from tests.certification.earned import Earned, earned, issued
from tests.certification.test_documents_handed_out import drawn
from tests.client import Client, Page
from tests.make import Make
from tests.supervision.held import hold

PATH = "/account/data/readings"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
Statements = Callable[[], AbstractContextManager[list[str]]]


def lines(page: Page) -> list[list[str]]:
    """The cells of each row, in words."""
    rows = page.tree.xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def read_by(session: Session, person: Person, by: Person, *, at: datetime, **more: object) -> None:
    """A manager's reading of the person's page."""
    place = more.get("place")
    record(
        session,
        str(more.get("action", "home.read_person")),
        now=at,
        actor_id=by.id,
        subject=("membership", "x"),
        about=person.id,
        organisation_id=place.id if isinstance(place, Organisation) else None,
        role=str(more.get("role", "manager")),
    )
    session.commit()


def test_whoever_nobody_read_is_told_so(make: Make, client: Client) -> None:
    client.sign_in(make.person())
    assert "Personne n’a rien ouvert" in client.read(PATH).words


def test_a_supervisor_who_opened_a_record_is_named(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client).read(held.address)
    client.read(held.address)
    page = held.as_trainee(client).read(PATH)
    assert len(lines(page)) == 1, "twice on one day is told once"
    assert held.supervisor.screen_name in lines(page)[0][1]
    assert ":" not in lines(page)[0][2], "a day, never a time"


def test_one_s_own_readings_are_not_told(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_trainee(client).read(held.address)
    assert lines(client.read(PATH)) == []
    assert lines(held.as_supervisor(client).read(PATH)) == []


def as_manager(client: Client, one: Earned) -> None:
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)


def person_page(session: Session, one: Earned) -> str:
    member = session.get_one(Membership, one.enrolment.membership_id)
    return f"/orgs/{one.organisation.slug}/people/{member.public_id}"


def test_a_manager_is_told_by_organisation_never_by_name(
    app: Application, session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    keys = app.extensions["sillage.keys"]
    as_manager(client, one)
    for path in (person_page(session, one), one.issue_path):
        client.read(path)
        client.read(path)
    certificate, _token = issued(make, keys, one)
    path = f"{one.register_path}/{certificate.public_id}"
    for step in ("", "/withdraw", "/replace"):
        client.read(path + step)
    client.sign_in(one.person, role=Role.TRAINEE)
    page = client.read(PATH)
    told = lines(page)
    assert len(told) == 3
    assert {row[1] for row in told} == {f"{one.organisation.name}, équipe de gestion"}
    assert one.manager.family_name not in page.tree.xpath("string(//main)")


def test_a_page_opened_again_on_the_same_day_writes_nothing(
    session: Session, make: Make, client: Client, statements: Statements
) -> None:
    one = earned(make)
    as_manager(client, one)
    path = person_page(session, one)
    with statements() as first:
        client.read(path)
    with statements() as again:
        client.read(path)
    written = [sql for sql in first if sql.startswith("INSERT INTO journal_entries")]
    assert len(written) == 1
    assert not [sql for sql in again if sql.startswith("INSERT INTO journal_entries")]


def test_another_day_and_another_manager_are_other_lines(
    session: Session, make: Make, client: Client
) -> None:
    person, by = make.person(), make.person()
    place = make.organisation(name="CH du Val")
    other = make.organisation(name="Les Amarres")
    read_by(session, person, by, at=NOON, place=place)
    read_by(session, person, by, at=NOON + timedelta(hours=1), place=place)
    read_by(session, person, by, at=NOON - timedelta(days=1), place=place)
    read_by(session, person, by, at=NOON - timedelta(days=1), place=other)
    client.sign_in(person)
    told = [(row[1].partition(",")[0], row[2]) for row in lines(client.read(PATH))]
    assert told == [
        ("CH du Val", "20 novembre 2026"),
        ("Les Amarres", "19 novembre 2026"),
        ("CH du Val", "19 novembre 2026"),
    ]


def test_a_reader_whose_account_is_gone_is_not_named(
    session: Session, make: Make, client: Client
) -> None:
    person = make.person()
    session.flush()
    record(
        session,
        "supervision.read_record",
        now=NOON,
        actor_id=999_999,
        subject=("participation", "x"),
        about=person.id,
        role="supervisor",
    )
    session.commit()
    client.sign_in(person)
    assert lines(client.read(PATH))[0][1] == "Une personne qui n’a plus de compte"


def test_nobody_reads_the_list_of_somebody_else(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    as_manager(client, one)
    client.read(person_page(session, one))
    assert lines(client.read(PATH)) == []
    client.sign_in(one.supervisor, role=Role.SUPERVISOR)
    assert lines(client.read(PATH)) == []


def test_long_lists_go_on_on_other_pages(
    session: Session, make: Make, client: Client, statements: Statements
) -> None:
    person, by, place = make.person(), make.person(), make.organisation()
    for number in range(PAGE + 5):
        read_by(session, person, by, at=NOON + timedelta(days=number), place=place)
    client.sign_in(person)
    with statements() as seen:
        first = client.read(PATH)
    assert len(lines(first)) == PAGE
    assert len(seen) <= 4, seen
    (older,) = first.tree.xpath("//nav[@class='pager']//a/@href")
    second = client.read(older)
    assert len(lines(second)) == 5
    assert lines(second)[-1][2] == "20 novembre 2026"
    assert client.read(f"{PATH}?after=1").words.count("Rien de plus ancien") == 1


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "²", "1.5"])
def test_a_strange_address_shows_the_newest(make: Make, client: Client, after: str) -> None:
    client.sign_in(make.person())
    client.read(f"{PATH}?after={after}")


def test_a_download_is_told(app: Application, session: Session, make: Make, client: Client) -> None:
    one = earned(make)
    certificate, _token = issued(make, app.extensions["sillage.keys"], one)
    drawn(app, session, certificate)
    as_manager(client, one)
    client.open(f"/certificates/{certificate.public_id}/file")
    told = select(func.count()).where(JournalEntry.action == "certification.download")
    assert session.scalar(told) == 1
    client.sign_in(one.person, role=Role.TRAINEE)
    assert lines(client.read(PATH))[0][0].startswith("Téléchargement")


def test_every_reading_has_words(client: Client, make: Make, session: Session) -> None:
    person, by = make.person(), make.person()
    for action in READINGS:
        read_by(session, person, by, at=NOON, action=action, role="supervisor")
    client.sign_in(person)
    assert len({row[0] for row in lines(client.read(PATH))}) == len(READINGS)
