"""The demo shows every point of the road, is made once, and is plainly fictitious."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, InvitationState, Membership, MembershipState, Person
from lms.accounts.rules import password_fits, refuse_weak
from lms.catalogue.commands import curriculum
from lms.certification.models import Certificate, CertificateState, EnrolmentStatus
from lms.demo.commands import demo
from lms.demo.rules.cast import INVITED, PASSWORD, PEOPLE
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.supervision.models import Agreement, AgreementState, Participation, SessionText, Standing
from lms.supervision.queries import totals_of
from lms.web.database import Application
from tests.client import Client
from tests.make import Make


@pytest.fixture
def runner(app: Application, session: Session) -> FlaskCliRunner:
    """The command line on this test's database."""
    return app.test_cli_runner()


@pytest.fixture
def loaded(runner: FlaskCliRunner) -> str:
    """What the command printed."""
    published = runner.invoke(curriculum, ["import"])
    assert published.exit_code == 0, published.output
    answer = runner.invoke(demo, ["load"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def named(session: Session, key: str) -> Person:
    """Somebody of the demo."""
    return session.scalars(select(Person).where(Person.email == f"{key}@demo.example")).one()


def status_of(session: Session, key: str) -> EnrolmentStatus:
    """The settled standing of somebody's one training."""
    asked = select(EnrolmentStatus).join(Enrolment, Enrolment.id == EnrolmentStatus.enrolment_id)
    return session.scalars(asked.where(Enrolment.person_id == named(session, key).id)).one()


def test_it_prints_one_line_for_each_sign_in(loaded: str, session: Session) -> None:
    lines = loaded.splitlines()

    assert len(lines) == len(PEOPLE)
    assert all(PASSWORD in line and "@demo.example" in line for line in lines)
    assert sum(line.startswith("manager ") for line in lines) == 2
    assert sum(line.startswith("supervisor ") for line in lines) == 2
    assert password_fits(named(session, "awa").password_hash, PASSWORD)


def test_its_password_obeys_the_rules() -> None:
    for who in PEOPLE:
        refuse_weak(PASSWORD, address=who.address)


def test_everything_says_that_it_is_fictitious(loaded: str, session: Session) -> None:
    places = session.scalars(select(Organisation)).all()

    assert len(places) == 2
    assert all("ficti" in place.name and place.specimen for place in places)
    assert all(set(place.nda_number) == {"0", " "} for place in places)
    addresses = session.scalars(select(Letter.to_address).distinct()).all()
    assert addresses
    assert all(address.endswith(".example") for address in addresses)
    assert all(session.scalars(select(Certificate.specimen)).all())


def test_twelve_people_in_training_stand_at_many_points(loaded: str, session: Session) -> None:
    trainees = session.scalars(
        select(Membership.person_id).where(Membership.role == Role.TRAINEE).distinct()
    ).all()
    invited = session.scalars(
        select(Invitation).where(Invitation.state == InvitationState.PENDING)
    ).one()

    assert len(trainees) + 1 == 12
    assert invited.email == INVITED.address
    assert status_of(session, "zoe").steps_done == 1
    assert 0 < status_of(session, "anton").steps_done < status_of(session, "awa").steps_done
    assert status_of(session, "leila").steps_done == 8
    theo, jeanne = status_of(session, "theo"), status_of(session, "jeanne")
    assert (theo.steps_done, theo.met) == (theo.steps, False)
    assert (jeanne.steps_done, jeanne.met) == (jeanne.steps, True)
    assert named(session, "suryani").given_name == ""
    left = session.scalars(select(Membership).where(Membership.ended_on.is_not(None))).one()
    assert (left.person_id, left.state) == (named(session, "denis").id, MembershipState.ENDED)
    assert left.ended_on is not None
    gaelle = select(func.count()).where(Enrolment.person_id == named(session, "gaelle").id)
    assert session.scalar(gaelle) == 2


def test_supervision_stands_in_every_way(loaded: str, session: Session) -> None:
    standings = set(session.scalars(select(Participation.standing)).all())
    states = set(session.scalars(select(Agreement.state)).all())
    moment = datetime.now(UTC)
    theo = totals_of(session, named(session, "theo").id, now=moment)

    assert standings == set(Standing)
    assert states == {AgreementState.PROPOSED, AgreementState.ACTIVE, AgreementState.ENDED}
    assert sum(row.minutes.unanswered for row in theo) == 60
    withdrawn = session.scalars(
        select(Participation).where(Participation.withdrawn_at.is_not(None))
    ).one()
    assert withdrawn.shared_at is None


def test_dates_lie_in_the_past_weeks(loaded: str, session: Session) -> None:
    moment = datetime.now(UTC)
    for column in (Person.created_at, Participation.signed_at, SessionText.updated_at):
        found = [at for at in session.scalars(select(column)).all() if at is not None]
        assert moment - timedelta(days=130) < min(found)
        assert max(found) <= moment


def test_certificates_are_issued_replaced_and_still_to_draw(loaded: str, session: Session) -> None:
    issued = session.scalars(select(Certificate).order_by(Certificate.id)).all()

    states = [certificate.state for certificate in issued]
    assert states == [CertificateState.VALID, CertificateState.REPLACED, CertificateState.VALID]
    assert issued[2].replaces_id == issued[1].id
    assert issued[2].snapshot["document"]["printed_name"] == "Élie Sánchez"


def test_people_open_their_home_page(loaded: str, session: Session, client: Client) -> None:
    for who in PEOPLE:
        client.sign_in(named(session, who.key))
        client.read("/home")


def test_a_database_with_people_is_refused(
    loaded: str, runner: FlaskCliRunner, session: Session
) -> None:
    before = session.scalar(select(func.count()).select_from(Person))
    answer = runner.invoke(demo, ["load"])

    assert answer.exit_code == 1
    assert answer.output == (
        "Error: the demo is for a new database only: this one already has people\n"
    )
    assert session.scalar(select(func.count()).select_from(Person)) == before


def test_a_database_with_an_organisation_is_refused(runner: FlaskCliRunner, make: Make) -> None:
    make.organisation()
    make.session.commit()

    answer = runner.invoke(demo, ["load"])

    assert answer.exit_code == 1
    assert len(answer.output.splitlines()) == 1


def test_without_curriculum_it_says_what_to_do(runner: FlaskCliRunner) -> None:
    answer = runner.invoke(demo, ["load"])

    assert answer.exit_code == 1
    assert "lms curriculum import" in answer.output
