"""The awkward cases: people with two sides, roles that change, links and accounts that end.

Where each case is tested, apart from the doors that test_permissions.py sweeps:

A manager reads no text, wherever it might show
    tests/test_canaries.py; tests/supervision/test_read_record.py::
    test_every_address_of_a_record_is_closed_to_a_manager and
    test_a_supervisor_who_manages_reads_no_record_under_the_manager_hat
In training in two organisations
    tests/test_organisations_apart.py; an invitation discloses no account: here, and
    tests/learning/test_invite.py; leaving one leaves the other untouched: here
A supervisor who is also in training
    tests/supervision/test_agreements.py::test_nobody_supervises_themselves and
    test_a_supervises_b_and_b_supervises_a; what is read and signed then: here
A manager becomes a supervisor, and is one no more
    here
The last manager
    tests/accounts/test_end_membership.py; tests/privacy/test_erasure.py::
    test_two_managers_cannot_both_leave; tests/accounts/test_states_of_roles.py::
    test_one_manager_always_stays
A name that changes
    tests/certification/test_correct.py::
    test_a_certificate_is_replaced_once_the_person_corrected_their_name
The link that ended
    tests/supervision/test_log_session.py::test_an_agreement_that_does_not_hold_today_is_refused;
    what stays: here
The erased person
    tests/privacy/test_erasure.py::test_the_certificate_still_verifies_and_names_nobody; the links
    of old mails: the table's cells "go"
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.home.operations import end_role
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning.models import Enrolment, EnrolmentState
from lms.organisations.models import Organisation
from lms.supervision.models import AgreementState, SessionText
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client
from tests.make import Make, today
from tests.permissions.world import invited
from tests.privacy.aide_memoires import keep_aide_memoire
from tests.supervision.held import Held, hold, share, sign, signed

WORDS = "Elle doute d'elle-même."


@pytest.fixture
def keys(app: Application) -> Keys:
    """The application's keys."""
    held: Keys = app.extensions["sillage.keys"]
    return held


def end(session: Session, person: Person, organisation: Organisation, role: Role) -> None:
    """A manager ends the person's role there."""
    this = select(Membership).where(
        Membership.person_id == person.id,
        Membership.organisation_id == organisation.id,
        Membership.role == role,
        Membership.state == MembershipState.ACTIVE,
    )
    end_role(session, session.scalars(this).one(), by=0, today=today(), now=now())
    session.commit()


def close_link(session: Session, held: Held) -> None:
    """The agreement had its last day yesterday."""
    agreement = held.people.agreements[0]
    agreement.state, agreement.ends_on = AgreementState.ENDED, today() - timedelta(days=1)
    session.commit()


def test_leaving_one_organisation_leaves_the_other_untouched(
    session: Session, make: Make, client: Client
) -> None:
    here, there = make.organisation("Ici"), make.organisation("Là-bas")
    one = make.supervision(organisation=here)
    person = one.trainees[0]
    other = make.enrolment(person, there)
    held = hold(make, among=one)
    end(session, person, here, Role.TRAINEE)

    client.sign_in(person, role=Role.TRAINEE)
    words = client.read("/path").words
    assert "Là-bas" in words
    assert "Ici" not in words
    client.read(held.address)
    assert session.get_one(Enrolment, other.id).state is EnrolmentState.ACTIVE


@pytest.mark.parametrize("role", list(Role))
def test_a_second_invitation_shows_nothing_before_it_is_accepted(
    session: Session, make: Make, client: Client, role: Role
) -> None:
    person = make.trainee(make.organisation("Ici"))
    there = make.organisation("Là-bas")
    version = make.version().id if role is Role.TRAINEE else None
    token, _public_id = invited(session, there, role, version, email=person.email)
    manager = make.manager(there)

    client.sign_in(person, role=Role.TRAINEE)
    for path in ("/home", "/account", "/account/data", "/hours", "/certificates", "/supervision"):
        assert "Là-bas" not in client.read(path).words, path
    client.read(f"/orgs/{there.slug}/people", 403)
    theirs = Client(client.app, session)
    theirs.sign_in(manager, role=Role.MANAGER, organisation=there)
    for path in ("people", "team", "invitations"):
        assert person.screen_name not in theirs.read(f"/orgs/{there.slug}/{path}").words
    assert "Là-bas" in client.read(f"/invitations/{token}").words


def test_a_supervisor_in_training_reads_and_signs_as_the_side_she_is_on(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    organisation = make.organisation()
    one = make.supervision(organisation=organisation)
    trainee = one.trainees[0]
    make.membership(trainee, organisation, Role.SUPERVISOR)
    held = hold(make, among=one)
    keep_aide_memoire(session, keys, held, WORDS)

    client.sign_in(trainee, role=Role.SUPERVISOR)

    assert WORDS not in client.read(held.address).words
    client.read(f"{held.address}/sign", 404)
    client.read(f"{held.address}/release", 404)
    client.read(f"/sessions/{held.session.public_id}", 404)
    held.as_supervisor(client)
    assert WORDS in client.read(held.address).html.replace("&#39;", "'")


def test_a_manager_who_becomes_a_supervisor_reads_no_session_of_before(
    session: Session, make: Make, client: Client
) -> None:
    organisation = make.organisation()
    held = hold(make, among=make.supervision(organisation=organisation))
    manager = make.manager(organisation)
    make.membership(manager, organisation, Role.SUPERVISOR)

    client.sign_in(manager, role=Role.SUPERVISOR)

    client.read(held.address, 404)
    client.read(f"/sessions/{held.session.public_id}", 404)
    assert held.trainee.screen_name not in client.read("/people").words
    assert held.trainee.screen_name not in client.read("/sessions").words


def test_who_supervises_no_more_reads_no_session_of_before(
    session: Session, make: Make, client: Client
) -> None:
    organisation = make.organisation()
    held = hold(make, among=make.supervision(organisation=organisation))
    make.membership(held.supervisor, organisation, Role.MANAGER)
    end(session, held.supervisor, organisation, Role.SUPERVISOR)

    client.sign_in(held.supervisor, role=Role.MANAGER, organisation=organisation)

    client.read(held.address, 404)
    client.read(f"/sessions/{held.session.public_id}", 403)
    client.read("/people", 403)


def test_after_the_link_ended_what_was_held_is_signed_and_answered(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    close_link(session, held)

    assert held.trainee.screen_name not in held.as_supervisor(client).read("/people").words
    sign(client, held)
    held.as_trainee(client)
    client.read(held.address)
    client.read(f"{held.address}/answer/countersign")


def test_after_the_link_ended_no_aide_memoire_is_begun(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    signed(held, at=now())
    page = held.as_supervisor(client).read(held.address)
    form = page.form(f"{held.address}/texts/private")
    close_link(session, held)
    client.send(form, held.address, status=422, text=WORDS, act="keep")
    assert session.scalars(select(SessionText.id)).all() == []


def test_after_the_link_ended_an_aide_memoire_is_shown_no_more(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    """Not even in the hours before the nightly job deletes it."""
    held = hold(make)
    keep_aide_memoire(session, keys, held, WORDS)
    assert WORDS in held.as_supervisor(client).read(held.address).html.replace("&#39;", "'")
    close_link(session, held)
    assert WORDS not in client.read(held.address).html.replace("&#39;", "'")
