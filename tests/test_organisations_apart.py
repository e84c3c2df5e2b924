"""Each organisation sees its part only: nothing of the other one, nor that there is another.

One person trains in two organisations, supervises in the first and manages the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.certification.models import Certificate
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation
from lms.supervision.models import Agreement, Participation, Standing, SupervisionSession
from lms.web.database import Application
from tests.certification.earned import Earned, earned, issued, supervise
from tests.client import Client
from tests.crawling import Seen, walk
from tests.make import Make, today
from tests.supervision.test_log_session import fields

NAMES = {"here": "Association Aubépine", "there": "Association Bruyère"}
PREFIXES = {"here": "AUB", "there": "BRU"}
MINUTES = {"here": (73, "1 h 13"), "there": (41, "41 min")}


@dataclass
class Part:
    """One organisation and what it holds of the person and of somebody else."""

    organisation: Organisation
    manager: Person
    supervisor: Person
    training: Enrolment
    agreement: Agreement
    other: Earned
    secrets: list[str]
    """What the other organisation must never read."""


@dataclass
class World:
    """The person with four roles, and the two organisations."""

    person: Person
    here: Part
    there: Part


@pytest.fixture
def world(make: Make, app: Application) -> World:
    person = make.person("Nadia", "Benali")
    here, there = (part(make, app, person, which) for which in ("here", "there"))
    make.membership(person, here.organisation, Role.SUPERVISOR)
    make.membership(person, there.organisation, Role.MANAGER)
    make.session.commit()
    return World(person, here, there)


def part(make: Make, app: Application, person: Person, which: str) -> Part:
    """An organisation where the person trains, was supervised, and holds a certificate."""
    name = NAMES[which]
    organisation = make.organisation(
        name, slug=which, prefix=PREFIXES[which], city=f"Ville-{which}"
    )
    manager = make.manager(organisation, given="Gérante", family=f"Rose-{which}")
    supervisor = make.supervisor(organisation, given="Sabine", family=f"Pin-{which}")
    at = (organisation, manager, supervisor, make.version(modules=2))
    other = earned(make, at=at, given="Autre", family=f"Lys-{which}")
    mine = _training(make, person, at)
    parted = supervise(make, mine.agreement, MINUTES[which][0], Standing.COUNTERSIGNED)
    certificate, _token = issued(make, app.extensions["sillage.keys"], other)
    held = make.session.get_one(SupervisionSession, parted.session_id)
    member = make.session.get_one(Membership, mine.training.membership_id)
    secrets = [
        *(name, f"Ville-{which}", f"Rose-{which}", f"Pin-{which}", f"Lys-{which}"),
        *(f"/orgs/{which}", f"{PREFIXES[which]}-", MINUTES[which][1].replace(" ", "\u00a0")),
        *(mine.training.public_id, mine.agreement.public_id, parted.public_id, held.public_id),
        *(member.public_id, certificate.public_id, certificate.number, other.enrolment.public_id),
    ]
    return Part(organisation, manager, supervisor, mine.training, mine.agreement, other, secrets)


@dataclass
class Training:
    """The person's training and agreement in one place."""

    training: Enrolment
    agreement: Agreement


def _training(make: Make, person: Person, at: tuple[Any, ...]) -> Training:
    organisation, _manager, supervisor, version = at
    enrolment = make.enrolment(person, organisation, version)
    theirs = make.session.scalars(
        select(Membership).where(
            Membership.person_id == supervisor.id, Membership.role == Role.SUPERVISOR
        )
    ).one()
    likeness = make.session.scalars(
        select(Agreement).where(Agreement.supervisor_id == supervisor.id)
    ).one()
    agreement = Agreement(
        public_id=f"agreement-{organisation.slug}",
        organisation_id=organisation.id,
        supervisor_membership_id=theirs.id,
        supervisor_id=supervisor.id,
        trainee_membership_id=enrolment.membership_id,
        trainee_id=person.id,
        state=likeness.state,
        starts_on=likeness.starts_on,
        proposed_by=likeness.proposed_by,
        proposed_at=likeness.proposed_at,
        supervisor_accepted_at=likeness.supervisor_accepted_at,
        trainee_accepted_at=likeness.trainee_accepted_at,
    )
    make.session.add(agreement)
    make.session.flush()
    return Training(enrolment, agreement)


def told(seen: Seen, secrets: list[str]) -> dict[str, list[str]]:
    """Which secrets were read, and where."""
    return {secret: where for secret in secrets if (where := seen.where(secret))}


@pytest.mark.parametrize(("mine", "others"), [("here", "there"), ("there", "here")])
def test_a_manager_reads_nothing_of_the_other_organisation(
    world: World, client: Client, mine: str, others: str
) -> None:
    own, other = getattr(world, mine), getattr(world, others)
    client.sign_in(own.manager, role=Role.MANAGER, organisation=own.organisation)
    seen = walk(client, ["/home"])
    member = f"/orgs/{mine}/people/"
    assert any(path.startswith(member) and "Benali" in text for path, text in seen.pages.items())
    assert seen.where(MINUTES[mine][1].replace(" ", "\u00a0"))
    assert told(seen, other.secrets) == {}


@pytest.mark.parametrize(("mine", "others"), [("here", "there"), ("there", "here")])
def test_a_supervisor_reads_nothing_of_the_other_organisation(
    world: World, client: Client, mine: str, others: str
) -> None:
    own, other = getattr(world, mine), getattr(world, others)
    client.sign_in(own.supervisor, role=Role.SUPERVISOR)
    seen = walk(client, ["/home"])
    assert seen.where("Nadia Benali")
    assert told(seen, other.secrets) == {}


def test_who_manages_one_reads_there_nothing_of_the_other_though_it_is_their_own(
    world: World, client: Client
) -> None:
    there = world.there
    client.sign_in(world.person, role=Role.MANAGER, organisation=there.organisation)
    seen = walk(client, ["/home"])
    seen.pages = {path: text for path, text in seen.pages.items() if path.startswith("/orgs/")}
    assert seen.where("Nadia Benali")
    assert told(seen, world.here.secrets) == {}


def test_who_supervises_in_one_reads_there_nothing_of_the_other(
    world: World, client: Client
) -> None:
    client.sign_in(world.person, role=Role.SUPERVISOR)
    seen = walk(client, ["/home", "/people", "/sessions", "/sessions/new"])
    own = ("/account", "/certificates", "/orgs/there")
    seen.pages = {path: text for path, text in seen.pages.items() if not path.startswith(own)}
    # The switch of hats names, in the head of every page, what they manage themselves.
    hats = {world.there.organisation.name, "/orgs/there"}
    assert told(seen, [secret for secret in world.there.secrets if secret not in hats]) == {}


def test_the_person_reads_both(world: World, client: Client) -> None:
    client.sign_in(world.person, role=Role.TRAINEE)
    seen = walk(client, ["/home"])
    for one in (world.here, world.there):
        assert seen.where(one.organisation.name)
    for _minutes, words in MINUTES.values():
        assert seen.where(words.replace(" ", "\u00a0"))


def test_every_hat_is_offered_and_opens_its_part(world: World, client: Client) -> None:
    client.sign_in(world.person)
    page = client.read("/account")
    offered = {
        (dict(form.form_values())["role"], dict(form.form_values())["organisation"])
        for form in page.tree.xpath("//form[@action='/role']")
    }
    current = {("trainee", "")}
    assert offered | current == {("trainee", ""), ("supervisor", ""), ("manager", "there")}
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    hat = {"csrf_token": token, "role": "manager", "organisation": "there"}
    assert client.open("/role", method="POST", data=hat).status_code == 303
    client.read("/orgs/there/people")
    client.read("/orgs/here/people", 404)
    hat = {"csrf_token": token, "role": "manager", "organisation": "here"}
    assert client.open("/role", method="POST", data=hat).status_code == 404


def test_what_is_named_from_elsewhere_is_not_there(
    world: World, client: Client, session: Session
) -> None:
    there, here = world.there, world.here
    client.sign_in(there.manager, role=Role.MANAGER, organisation=there.organisation)
    member = session.get_one(Membership, here.training.membership_id).public_id
    certificate = session.scalars(
        select(Certificate.public_id).where(Certificate.organisation_id == here.organisation.id)
    ).one()
    for path in (
        f"/orgs/there/people/{member}",
        f"/orgs/there/people/{member}/end",
        f"/orgs/there/certificates/{certificate}",
        f"/orgs/there/certificates/{certificate}/withdraw",
        f"/orgs/there/certificates/{certificate}/replace",
        f"/orgs/there/enrolments/{here.training.public_id}/certificate",
        f"/agreements/{here.agreement.public_id}",
        f"/agreements/{here.agreement.public_id}/end",
        f"/certificates/{certificate}/file",
    ):
        client.read(path, 404)


def test_an_archive_never_holds_the_other_organisation_s_certificates(
    world: World, client: Client, session: Session
) -> None:
    there, here = world.there, world.here
    client.sign_in(there.manager, role=Role.MANAGER, organisation=there.organisation)
    page = client.read("/orgs/there/certificates")
    theirs = session.scalars(
        select(Certificate.public_id).where(Certificate.organisation_id == here.organisation.id)
    ).one()
    form = dict(page.form("/orgs/there/certificates/zip").form_values())
    answer = client.open(
        "/orgs/there/certificates/zip", method="POST", data={**form, "chosen": [theirs]}
    )
    assert answer.status_code != 200 or theirs not in answer.get_data(as_text=True)
    assert b"AUB-" not in answer.data


def test_an_agreement_is_offered_with_one_s_own_people_only(
    world: World, client: Client, session: Session
) -> None:
    there = world.there
    client.sign_in(there.manager, role=Role.MANAGER, organisation=there.organisation)
    someone = session.get_one(Membership, there.other.enrolment.membership_id).public_id
    page = client.read(f"/orgs/there/agreements/new?trainee={someone}")
    offered = " ".join(page.tree.xpath("//main//a//text()"))
    assert "Pin-there" in offered
    # Nadia Benali supervises too, but in the other organisation.
    assert "Pin-here" not in offered
    assert "Benali" not in offered


def test_a_day_that_is_full_elsewhere_is_not_told(
    make: Make, world: World, client: Client, session: Session
) -> None:
    """Whoever logs a session must not learn of hours held under another organisation."""
    for _n in range(3):
        supervise(make, world.here.agreement, 480, Standing.COUNTERSIGNED, days_ago=0)
    session.commit()
    client.sign_in(world.there.supervisor, role=Role.SUPERVISOR)
    page = client.read("/sessions/new")
    group = type("Group", (), {"agreements": [world.there.agreement]})()
    sent = client.send(page.form(people=None), page.path, **fields(group, 0))
    assert sent.path.startswith("/sessions/")
    logged = session.scalars(
        select(Participation).where(Participation.agreement_id == world.there.agreement.id)
    ).all()
    assert len(logged) == 2
    assert today() in session.scalars(select(SupervisionSession.held_on)).all()
