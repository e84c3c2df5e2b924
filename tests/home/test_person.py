"""One person as managers see them: facts only; and the end of a role."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.certification.models import Certificate
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.models import Attempt, Enrolment, EnrolmentState
from lms.supervision.models import Agreement, AgreementState, Standing
from lms.web.database import Application
from tests.certification.earned import Earned, earned, issued, supervise
from tests.client import Client
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def keys(app: Application) -> Keys:
    """The application's keys."""
    held: Keys = app.extensions["sillage.keys"]
    return held


def page_of(session: Session, one: Earned) -> str:
    """Where the manager reads about them."""
    member = session.get_one(Membership, one.enrolment.membership_id)
    return f"/orgs/{one.organisation.slug}/people/{member.public_id}"


def as_manager(client: Client, one: Earned) -> None:
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)


def test_a_manager_is_offered_to_issue_once_everything_is_met(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    as_manager(client, one)
    page = client.read(page_of(session, one))
    assert page.tree.xpath(f"//main//a[@href='{one.issue_path}']")


def test_nothing_is_offered_before(session: Session, make: Make, client: Client) -> None:
    one = earned(make, minutes=150)
    as_manager(client, one)
    page = client.read(page_of(session, one))
    assert not page.tree.xpath(f"//main//a[@href='{one.issue_path}']")
    assert "1 h 30" in page.words.replace("\u00a0", " ")


def test_an_issued_certificate_is_linked_and_not_offered_again(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    as_manager(client, one)
    page = client.read(page_of(session, one))
    assert page.tree.xpath(f"//a[@href='{one.register_path}/{held.public_id}']")
    assert not page.tree.xpath(f"//a[@href='{one.issue_path}']")


def test_a_manager_never_reads_a_score_nor_a_dispute(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make, minutes=0)
    for attempt in session.scalars(select(Attempt)):
        attempt.questions, attempt.right_answers = 97, 89
    supervise(make, one.agreement, 75, Standing.CONTESTED)
    supervise(make, one.agreement, 75, Standing.COMMENTED)
    session.flush()
    as_manager(client, one)

    page = client.read(page_of(session, one))

    assert "89" not in page.words
    assert "97" not in page.words
    rows = page.tree.xpath("//table[.//th[@scope='row']]//tbody[@role]/tr")
    assert len({" ".join(row.text_content().split()) for row in rows}) == 1
    assert one.person.email not in page.html


def test_sessions_come_in_pages(session: Session, make: Make, client: Client) -> None:
    one = earned(make, minutes=0)
    for number in range(30):
        supervise(make, one.agreement, 30, Standing.SIGNED, days_ago=number + 1)
    as_manager(client, one)
    page = client.read(page_of(session, one))
    assert len(page.tree.xpath("//tbody[@role]/tr")) == 25
    later = client.read(page.tree.xpath("//nav[@class='pager']//a/@href")[-1])
    assert len(later.tree.xpath("//tbody[@role]/tr")) == 5


def test_the_page_of_a_person_has_a_ceiling(
    session: Session, make: Make, client: Client, statements: Statements
) -> None:
    one = earned(make)
    as_manager(client, one)
    path = page_of(session, one)
    client.read(path)
    with statements() as seen:
        client.open(path)
    # The ninth asks whether today's reading is journaled already.
    assert len(seen) <= 11, seen
    assert not [sql for sql in seen if sql.startswith("INSERT")]


def test_people_of_others_are_not_there(session: Session, make: Make, client: Client) -> None:
    one, other = earned(make), earned(make)
    as_manager(client, one)
    member = session.get_one(Membership, other.enrolment.membership_id)
    client.read(f"/orgs/{one.organisation.slug}/people/{member.public_id}", 404)
    client.read(f"/orgs/{one.organisation.slug}/people/{member.public_id}/end", 404)
    client.read(page_of(session, other), 404)
    client.read(f"/orgs/{one.organisation.slug}/people/nobody", 404)


@pytest.mark.parametrize("end", ["", "/end"])
def test_the_person_s_own_hats_do_not_open_it(
    session: Session, make: Make, client: Client, end: str
) -> None:
    one = earned(make)
    path = page_of(session, one) + end
    client.sign_in(one.person, role=Role.TRAINEE)
    client.read(path, 403)
    client.sign_in(one.supervisor, role=Role.SUPERVISOR)
    client.read(path, 403)


def test_a_member_of_the_team_has_no_such_page(make: Make, client: Client) -> None:
    organisation = make.organisation()
    manager = make.manager(organisation)
    supervisor = make.person()
    member = make.membership(supervisor, organisation, Role.SUPERVISOR)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    client.read(f"/orgs/{organisation.slug}/people/{member.public_id}", 404)
    assert client.read(f"/orgs/{organisation.slug}/team").tree.xpath(
        f"//a[@href='/orgs/{organisation.slug}/people/{member.public_id}/end']"
    )


def test_ending_a_training_ends_what_rests_on_it(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    as_manager(client, one)
    path = page_of(session, one)

    page = client.submit(f"{path}/end", f"{path}/end")

    assert page.path == f"/orgs/{one.organisation.slug}/people"
    member = session.get_one(Membership, one.enrolment.membership_id)
    assert (member.state, member.ended_on) == (MembershipState.ENDED, today())
    assert session.get_one(Enrolment, one.enrolment.id).state is EnrolmentState.ENDED
    assert session.get_one(Agreement, one.agreement.id).state is AgreementState.ENDED
    assert session.get_one(Certificate, held.id).closed_at is None
    assert session.get_one(Person, one.person.id).email == one.person.email
    told = set(session.scalars(select(JournalEntry.action)))
    assert {"accounts.end_membership", "learning.end_enrolment"} <= told
    client.read(f"{path}/end", 404)
    assert not client.read(path).tree.xpath("//a[contains(@href, '/end')]")


def test_two_presses_end_once(session: Session, make: Make, client: Client) -> None:
    one = earned(make)
    as_manager(client, one)
    path = f"{page_of(session, one)}/end"
    page = client.read(path)
    form = page.form(path)
    client.send(form, path)
    assert client.send(form, path, status=404).status == 404


def test_ending_a_supervisor_s_role_ends_their_agreements(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    as_manager(client, one)
    member = session.get_one(Membership, one.agreement.supervisor_membership_id)
    path = f"/orgs/{one.organisation.slug}/people/{member.public_id}/end"

    page = client.submit(path, path)

    assert page.path == f"/orgs/{one.organisation.slug}/team"
    assert session.get_one(Agreement, one.agreement.id).state is AgreementState.ENDED
    assert session.get_one(Enrolment, one.enrolment.id).state is EnrolmentState.ACTIVE


def test_managers_do_not_shut_the_door_on_themselves(
    session: Session, make: Make, client: Client
) -> None:
    organisation = make.organisation()
    manager = make.person()
    member = make.membership(manager, organisation, Role.MANAGER)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    path = f"/orgs/{organisation.slug}/people/{member.public_id}/end"
    page = client.submit(path, path, status=422)
    assert page.tree.xpath("//div[@role='alert']//li")
    assert session.get_one(Membership, member.id).state is MembershipState.ACTIVE


def test_somebody_whose_role_ended_is_let_in_no_more(
    session: Session, make: Make, client: Client, app: Application
) -> None:
    one = earned(make)
    theirs = Client(app, session)
    theirs.sign_in(one.person, role=Role.TRAINEE)
    theirs.read("/path")
    as_manager(client, one)
    path = f"{page_of(session, one)}/end"
    client.submit(path, path)
    theirs.read("/path", 403)
    assert theirs.read("/home").tree.xpath("//main//a[@href='/certificates']")
