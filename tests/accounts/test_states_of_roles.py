"""A role that a manager suspends: what is one's own stays, nothing is done under it, none ends."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, RosterStanding
from lms.accounts.operations.invitations import InvitePerson, Secrets, invite
from lms.accounts.operations.suspending import resume_membership, suspend_membership
from lms.home.operations import suspend_role
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere, RuleBroken
from lms.learning.models import Enrolment, EnrolmentState
from lms.organisations.models import Organisation
from lms.supervision.models import Agreement, AgreementState
from lms.web.page import new_token, now
from tests.accounts.letters import letters_to, words_of
from tests.client import Client
from tests.make import Make, Supervision
from tests.supervision.held import hold, signed


def role_of(session: Session, person: Person, organisation: Organisation) -> Membership:
    """The person's one role there."""
    held = (Membership.person_id == person.id, Membership.organisation_id == organisation.id)
    return session.scalars(select(Membership).where(*held)).one()


def suspend(session: Session, person: Person, organisation: Organisation) -> Membership:
    """By the operation, as a manager's press does."""
    role = role_of(session, person, organisation)
    suspend_membership(session, role, by=person.id, now=now(), message_id=new_token())
    session.commit()
    return role


@pytest.fixture
def team(make: Make) -> Supervision:
    """A supervisor and somebody in training, in one organisation."""
    return make.supervision()


def press(client: Client, make: Make, team: Supervision, role: Membership, act: str) -> None:
    """A manager opens the page of confirmation and presses its button."""
    manager = make.manager(team.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=team.organisation)
    path = f"/orgs/{team.organisation.slug}/people/{role.public_id}/{act}"
    client.submit(path, path)


@pytest.mark.parametrize("who", ["trainee", "supervisor"])
def test_a_manager_suspends_a_role_and_opens_it_again(
    session: Session, make: Make, client: Client, team: Supervision, who: str
) -> None:
    person = team.trainees[0] if who == "trainee" else team.supervisor
    role = role_of(session, person, team.organisation)

    press(client, make, team, role, "suspend")

    session.refresh(role)
    assert role.state is MembershipState.SUSPENDED
    assert role.ended_on is None
    mine = Client(client.app, session)
    mine.sign_in(person)
    assert team.organisation.name in mine.read("/home").words
    assert "You hold no role" not in mine.read("/account").words

    press(client, make, team, role, "resume")

    assert role_of(session, person, team.organisation).state is MembershipState.ACTIVE
    told = [words_of(letter) for letter in letters_to(session, person.email)]
    assert "suspended your role" in told[0]
    assert "open again" in told[1]
    assert not any(team.organisation.name in words or "peer" in words for words in told)
    acts = select(JournalEntry.action).where(JournalEntry.about_person_id == person.id)
    assert {"accounts.suspend_membership", "accounts.resume_membership"} <= set(
        session.scalars(acts)
    )


def test_nothing_that_rests_on_a_suspended_role_ends(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    role = role_of(session, team.trainees[0], team.organisation)
    press(client, make, team, role, "suspend")
    assert session.scalars(select(Enrolment.state)).one() is EnrolmentState.ACTIVE
    assert session.scalars(select(Agreement.state)).one() is AgreementState.ACTIVE


@pytest.mark.parametrize("who", ["trainee", "supervisor"])
def test_no_session_is_logged_while_one_side_is_suspended(
    session: Session, client: Client, team: Supervision, who: str
) -> None:
    person = team.trainees[0] if who == "trainee" else team.supervisor
    client.sign_in(team.supervisor, role=Role.SUPERVISOR)
    agreement = team.agreements[0].public_id
    assert agreement in client.read("/sessions/new").html

    role = suspend(session, person, team.organisation)

    if who == "supervisor":
        client.read("/sessions/new", 403)
    else:
        assert agreement not in client.read("/sessions/new").html
        assert client.read("/people").words.count(person.screen_name) == 0

    resume_membership(session, role, by=person.id, now=now(), message_id=new_token())
    session.commit()
    assert agreement in client.read("/sessions/new").html


def test_a_suspended_trainee_reads_and_answers_what_is_theirs(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    held = hold(make, among=team)
    signed(held, at=now())
    suspend(session, held.trainee, team.organisation)
    client.sign_in(held.trainee, role=Role.TRAINEE)
    client.read(held.address)
    client.read(f"{held.address}/answer/contest")
    client.read("/certificates")
    client.read("/path", 403)


def test_a_suspended_supervisor_reads_no_record_there(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    held = hold(make, among=team)
    suspend(session, held.supervisor, team.organisation)
    held.as_supervisor(client)
    client.read(held.address, 404)


def test_a_role_elsewhere_opens_nothing_of_the_training_that_waits(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    person = team.trainees[0]
    elsewhere = make.enrolment(person, make.organisation("Ailleurs"))
    client.sign_in(person, role=Role.TRAINEE)
    assert team.organisation.name in client.read("/path").words

    suspend(session, person, team.organisation)

    words = client.read("/path").words
    assert team.organisation.name not in words
    assert "Ailleurs" in words
    client.read("/home")
    assert session.get_one(Enrolment, elsewhere.id).state is EnrolmentState.ACTIVE


def test_an_invitation_sent_before_does_not_lift_a_suspension(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    person, token = team.trainees[0], new_token()
    order = InvitePerson(
        given_name="", family_name="N", email=person.email, role=Role.TRAINEE, locale="fr"
    )
    secrets = Secrets(token=token, public_id=new_token(), message_id=new_token())
    place = team.organisation.id
    invite(session, order, organisation_id=place, invited_by=None, secrets=secrets, now=now())
    role = suspend(session, person, team.organisation)
    client.sign_in(person)
    client.submit(f"/invitations/{token}", f"/invitations/{token}")
    session.refresh(role)
    assert role_of(session, person, team.organisation).state is MembershipState.SUSPENDED


def test_lists_count_a_suspended_person_apart(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    manager = make.manager(team.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=team.organisation)
    roster = f"/orgs/{team.organisation.slug}/people"
    assert "suspended" not in client.read(roster).html
    role = suspend(session, team.trainees[0], team.organisation)
    suspend(session, team.supervisor, team.organisation)

    page = client.read(f"{roster}?status=suspended")
    assert team.trainees[0].screen_name in page.words
    assert team.trainees[0].screen_name not in client.read(f"{roster}?status=training").words
    person = client.read(f"{roster}/{role.public_id}")
    assert person.tree.xpath("//main//a[contains(@href, '/resume')]")
    assert not person.tree.xpath("//main//a[contains(@href, '/suspend')]")
    listed = client.read(f"/orgs/{team.organisation.slug}/team")
    assert team.supervisor.screen_name in listed.words

    press(client, make, team, role, "resume")
    session.refresh(role)
    assert role.standing is RosterStanding.TRAINING


def test_managers_do_not_suspend_themselves(session: Session, make: Make, client: Client) -> None:
    organisation = make.organisation()
    manager = make.manager(organisation)
    make.manager(organisation)
    role = role_of(session, manager, organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    path = f"/orgs/{organisation.slug}/people/{role.public_id}/suspend"
    page = client.submit(path, path, status=422)
    assert page.tree.xpath("//div[@role='alert']//li")
    session.refresh(role)
    assert role.state is MembershipState.ACTIVE


def test_one_manager_always_stays(session: Session, make: Make) -> None:
    organisation = make.organisation()
    one, other = make.manager(organisation), make.manager(organisation)
    suspend(session, one, organisation)
    role = role_of(session, other, organisation)
    with pytest.raises(RuleBroken, match="invite another manager first"):
        suspend_role(session, role, by=one.id, now=now(), message_id=new_token())


@pytest.mark.parametrize("state", [MembershipState.SUSPENDED, MembershipState.ENDED])
def test_only_a_role_that_holds_is_suspended(
    session: Session, make: Make, client: Client, team: Supervision, state: MembershipState
) -> None:
    role = role_of(session, team.supervisor, team.organisation)
    role.state = state
    session.flush()
    with pytest.raises(NotThere):
        suspend_membership(session, role, by=1, now=now(), message_id=new_token())
    manager = make.manager(team.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=team.organisation)
    client.read(f"/orgs/{team.organisation.slug}/people/{role.public_id}/suspend", 404)


def test_a_suspended_role_can_be_ended(
    session: Session, make: Make, client: Client, team: Supervision
) -> None:
    role = suspend(session, team.trainees[0], team.organisation)
    press(client, make, team, role, "end")
    session.refresh(role)
    assert role.state is MembershipState.ENDED
    assert session.scalars(select(Agreement.state)).one() is AgreementState.ENDED
