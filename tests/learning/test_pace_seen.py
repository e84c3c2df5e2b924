"""Who sees a pause and a deadline: dates, never a cause; and nothing new once a training ended."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.kernel.actor import Role
from lms.learning.models import DeadlineMove, Enrolment, Pause
from lms.learning.operations.enrolments import end_enrolment
from lms.learning.queries.pace import pace_of
from lms.organisations.models import Organisation
from lms.web.i18n import day as in_words
from lms.web.page import now
from tests.client import Client
from tests.home.test_home import complete
from tests.make import Make, today
from tests.permissions.world import invited

DAY = timedelta(days=1)


def in_cohort(make: Make) -> tuple[Organisation, Enrolment]:
    """Somebody back from a pause of ten days, with a deadline."""
    organisation, version = make.organisation(), make.version()
    enrolment = make.enrolment(make.person("Nadia", "Benali"), organisation, version)
    make.cohort(organisation, version, enrolments=[enrolment], deadline=today() + DAY * 50)
    make.session.add(
        Pause(
            enrolment_id=enrolment.id,
            begins_on=today() - DAY * 12,
            returns_on=today() - DAY * 2,
            is_open=False,
        )
    )
    make.session.flush()
    return organisation, enrolment


def said(client: Client, days: int) -> str:
    with client.app.test_request_context():
        return in_words(today() + DAY * days)


def test_a_manager_reads_dates_and_gives_time(session: Session, make: Make, client: Client) -> None:
    organisation, enrolment = in_cohort(make)
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    member = session.get_one(Membership, enrolment.membership_id)
    person = client.read(f"/orgs/{organisation.slug}/people/{member.public_id}")
    path = f"/orgs/{organisation.slug}/trainings/{enrolment.public_id}/deadline"
    assert person.tree.xpath(f"//a[@href='{path}']")
    words = client.read(path).words
    assert said(client, -12) in words
    assert said(client, -3) in words
    assert said(client, 60) in words
    client.submit(path, until=str(today() + DAY * 70))
    assert pace_of(session, enrolment.id).deadline(today()) == today() + DAY * 70
    assert client.submit(path, status=422, until="bientôt").errors()
    assert session.query(DeadlineMove).one().days == 10


def test_a_manager_of_another_organisation_finds_nothing(make: Make, client: Client) -> None:
    _organisation, enrolment = in_cohort(make)
    there = make.organisation()
    client.sign_in(make.manager(there), role=Role.MANAGER, organisation=there)
    client.read(f"/orgs/{there.slug}/trainings/{enrolment.public_id}/deadline", 404)


def test_the_roster_says_in_training_during_a_pause(
    session: Session, make: Make, client: Client
) -> None:
    organisation, enrolment = in_cohort(make)
    session.add(Pause(enrolment_id=enrolment.id, begins_on=today(), is_open=True))
    session.flush()
    client.sign_in(make.manager(organisation), role=Role.MANAGER, organisation=organisation)
    words = client.read(f"/orgs/{organisation.slug}/people").words.lower()
    assert "en formation" in words
    assert "pause" not in words.replace("faire une pause", "")


def test_the_supervisor_reads_the_dates_on_the_agreement(
    session: Session, make: Make, client: Client
) -> None:
    pair = make.supervision()
    enrolment = session.query(Enrolment).filter_by(person_id=pair.trainees[0].id).one()
    session.add(
        Pause(
            enrolment_id=enrolment.id,
            begins_on=today() - DAY * 12,
            returns_on=today() - DAY * 2,
            is_open=False,
        )
    )
    session.flush()
    path = f"/agreements/{pair.agreements[0].public_id}"
    client.sign_in(pair.supervisor, role=Role.SUPERVISOR)
    assert said(client, -12) in client.read(path).words
    client.sign_in(pair.trainees[0], role=Role.TRAINEE)
    assert said(client, -12) not in client.read(path).words


def test_what_is_done_elsewhere_after_the_end_is_not_seen_by_the_former_organisation(
    session: Session, make: Make, client: Client
) -> None:
    organisation, enrolment = in_cohort(make)
    person = session.get_one(Person, enrolment.person_id)
    manager = make.manager(organisation)
    end_enrolment(session, enrolment, by=manager.id, on=today() - DAY * 5, now=now())
    session.expire_all()
    there = make.organisation()
    other = make.enrolment(person, there)
    other.version_id = enrolment.version_id
    session.flush()
    complete(make, other, 2)
    member = session.get_one(Membership, enrolment.membership_id)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    assert (
        "2 étapes sur 3"
        not in client.read(f"/orgs/{organisation.slug}/people/{member.public_id}").words
    )
    client.sign_in(make.manager(there), role=Role.MANAGER, organisation=there)
    elsewhere = session.get_one(Membership, other.membership_id)
    seen = client.read(f"/orgs/{there.slug}/people/{elsewhere.public_id}").words
    assert "2 étapes sur 3" in seen, "what belongs to the person counts where they are now"


def test_the_invitation_tells_of_pauses_and_of_silence(
    session: Session, make: Make, client: Client
) -> None:
    organisation, version = make.organisation(), make.version()
    token, _id = invited(session, organisation, Role.TRAINEE, version_id=version.id)
    assert "14 jours" in client.read(f"/invitations/{token}").words
    token, _id = invited(session, organisation, Role.SUPERVISOR)
    assert "14 jours" not in client.read(f"/invitations/{token}").words
