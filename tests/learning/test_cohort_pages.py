"""A manager makes a cohort, chooses who accompanies it and who is in it; people come and go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, Person
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.catalogue.models import Activity
from lms.kernel.actor import Role
from lms.learning.models import (
    Cohort,
    CohortStaff,
    CohortState,
    Completion,
    Enrolment,
    EnrolmentState,
    TrainingOffer,
)
from lms.learning.operations.invitations import invite
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.client import Client
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]


def managing(make: Make, client: Client) -> Organisation:
    place = make.organisation()
    client.sign_in(make.manager(place), role=Role.MANAGER, organisation=place)
    return place


def page_of(place: Organisation, cohort: Cohort) -> str:
    return f"/orgs/{place.slug}/cohorts/{cohort.public_id}"


def role_of(session: Session, person: Person) -> str:
    return session.scalars(
        select(Membership.public_id).where(Membership.person_id == person.id)
    ).one()


def written(version_id: int, **values: Any) -> dict[str, Any]:
    return {
        "name": "Promotion du Rhône",
        "version_id": version_id,
        "starts_on": "07/09/2026",
        "ends_on": "2027-06-30",
        "answer_days": "2",
        **values,
    }


def test_a_cohort_from_the_first_word_to_the_first_member(
    make: Make, client: Client, session: Session
) -> None:
    place, version = managing(make, client), make.version()
    assert "Aucune promotion" in client.read(f"/orgs/{place.slug}/cohorts").words
    new = f"/orgs/{place.slug}/cohorts/new"
    page = client.submit(new, **written(version.id, capacity="12", place="Lyon"))
    cohort = session.scalars(select(Cohort)).one()
    assert page.path == page_of(place, cohort)
    assert (cohort.capacity, cohort.answer_days, cohort.starts_on.month) == (12, 2, 9)
    assert "Promotion du Rhône" in client.read(f"/orgs/{place.slug}/cohorts").words

    nobody = client.read(f"{page.path}/staff")
    assert not nobody.tree.xpath("//*[@name='member']")
    trainer = make.member(Role.TRAINER, place)
    client.submit(f"{page.path}/staff", member=role_of(session, trainer))
    assert trainer.screen_name in client.read(page.path).words

    person = make.person("Awa", "Diop")
    enrolment = make.enrolment(person, place, version)
    add = f"{page.path}/people?q=awa"
    shown = client.submit(add, f"{page.path}/people")
    assert shown.path.startswith(f"{page.path}/people")
    session.refresh(enrolment)
    assert enrolment.cohort_id == cohort.id
    assert "Awa Diop" in client.read(page.path).words
    assert not client.read(add).tree.xpath("//*[@name='member']")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("starts_on", {"starts_on": "tantôt"}),
        ("ends_on", {"ends_on": "2026-09-01"}),
        ("ends_on", {"ends_on": "2206-09-01"}),
        ("deadline", {"deadline": "2026-01-01"}),
        ("capacity", {"capacity": "0"}),
        ("capacity", {"capacity": "99999999999999999999"}),
        ("capacity", {"capacity": "douze"}),
        ("answer_days", {"answer_days": ""}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    make: Make, client: Client, session: Session, field: str, values: dict[str, str]
) -> None:
    place, version = managing(make, client), make.version()
    new = f"/orgs/{place.slug}/cohorts/new"
    page = client.submit(new, status=422, **written(version.id, place="Vénissieux", **values))
    assert page.tree.xpath(f"//*[@id='{field}-error']")
    assert "Vénissieux" in page.html
    assert session.scalars(select(Cohort)).all() == []


def test_a_version_that_lacks_reviews_has_no_cohort(
    make: Make, client: Client, session: Session
) -> None:
    place, version = managing(make, client), make.version(reviewed=False)
    new = f"/orgs/{place.slug}/cohorts/new"
    assert client.submit(new, status=422, **written(version.id)).errors()
    assert session.scalars(select(Cohort)).all() == []


def test_a_full_or_closed_cohort_takes_nobody_and_says_so(
    make: Make, client: Client, session: Session
) -> None:
    place, version = managing(make, client), make.version()
    inside = make.enrolment(make.person(), place, version)
    cohort = make.cohort(place, version, capacity=1, enrolments=[inside])
    other = make.enrolment(make.person(), place, version)
    add = f"{page_of(place, cohort)}/people"
    assert "Toutes les places" in client.submit(add, add, status=422).words
    client.submit(page_of(place, cohort), f"{page_of(place, cohort)}/close")
    session.refresh(cohort)
    assert cohort.state is CohortState.CLOSED
    assert "Cette promotion est close" in client.submit(add, add, status=422).words
    session.refresh(other)
    assert other.cohort_id is None
    closed = client.read(f"/orgs/{place.slug}/cohorts?state=closed")
    assert cohort.name in closed.words
    client.submit(page_of(place, cohort), f"{page_of(place, cohort)}/reopen")
    session.refresh(cohort)
    assert cohort.state.value == "open"


def test_places_never_fall_below_the_people_who_have_them(
    make: Make, client: Client, session: Session
) -> None:
    place, version = managing(make, client), make.version()
    people = [make.enrolment(make.person(), place, version) for _ in range(2)]
    cohort = make.cohort(place, version, enrolments=people)
    change = f"{page_of(place, cohort)}/change"
    assert client.submit(change, change, status=422, capacity="1").errors()
    client.submit(change, change, capacity="2", name="Autre nom")
    session.refresh(cohort)
    assert (cohort.capacity, cohort.name) == (2, "Autre nom")


def test_who_no_longer_accompanies_is_kept_in_the_past(
    make: Make, client: Client, session: Session
) -> None:
    place = managing(make, client)
    cohort = make.cohort(place, trainer=make.person("Ana"))
    staff = session.scalars(select(CohortStaff)).one()
    page = client.read(page_of(place, cohort))
    page = client.submit(page.path, f"{page.path}/staff/{staff.public_id}/end")
    session.refresh(staff)
    assert staff.ended_on is not None
    assert "Ana" not in page.tree.xpath("string(//main)")


def test_a_person_leaves_without_a_reason_and_comes_back_where_they_were(
    make: Make, client: Client, session: Session
) -> None:
    place, version = make.organisation(), make.version()
    person = make.person()
    enrolment = make.enrolment(person, place, version)
    cohort = make.cohort(place, version, enrolments=[enrolment])
    step = session.scalars(select(Activity.id)).first()
    session.add(
        Completion(
            person_id=person.id,
            activity_id=step,
            minutes=10,
            completed_at=now(),
            completed_on=today(),
        )
    )
    client.sign_in(person, role=Role.TRAINEE)
    assert client.read("/path").tree.xpath("//a[@href='/path/end']")
    page = client.read("/path/end")
    assert "1 étape terminée" in page.words.replace("\u00a0", " ")
    assert not page.tree.xpath("//main//textarea")
    client.submit("/path/end", "/path/end")
    session.refresh(enrolment)
    assert (enrolment.state, enrolment.ended_on) == (EnrolmentState.ENDED, today())
    assert not client.read("/path").tree.xpath("//a[@href='/path/end']")

    client.sign_in(make.manager(place), role=Role.MANAGER, organisation=place)
    add = f"{page_of(place, cohort)}/people"
    client.submit(add, add)
    session.refresh(enrolment)
    assert (enrolment.state, enrolment.ended_on) == (EnrolmentState.ACTIVE, None)
    assert session.scalars(select(Completion)).one().minutes == 10


def test_a_manager_ends_a_training_and_the_role_stays(
    make: Make, client: Client, session: Session
) -> None:
    place, version = managing(make, client), make.version()
    enrolment = make.enrolment(make.person(), place, version)
    cohort = make.cohort(place, version, enrolments=[enrolment])
    end = f"{page_of(place, cohort)}/people/{enrolment.public_id}/end"
    assert client.submit(end, end).path == page_of(place, cohort)
    session.refresh(enrolment)
    assert enrolment.state is EnrolmentState.ENDED
    member = session.get_one(Membership, enrolment.membership_id)
    assert member.ended_on is None
    client.read(end, 404)


def test_an_invitation_may_name_the_cohort(make: Make, client: Client, session: Session) -> None:
    place, version = managing(make, client), make.version()
    cohort = make.cohort(place, version)
    page = f"/orgs/{place.slug}/invitations/new?cohort={cohort.public_id}"
    shown = client.read(page)
    assert shown.tree.xpath("//select[@name='cohort_id']/option[@selected]/@value") == [
        str(cohort.id)
    ]
    client.submit(page, family_name="Diop", email="awa@exemple.test")
    offer = session.scalars(select(TrainingOffer)).one()
    assert (offer.cohort_id, offer.version_id) == (cohort.id, version.id)


@pytest.mark.parametrize("full", [False, True])
def test_who_accepts_is_in_the_cohort_or_at_least_in_training(
    make: Make, client: Client, session: Session, full: bool
) -> None:
    place, version = make.organisation(), make.version()
    cohort = make.cohort(place, version, capacity=1)
    token = new_token()
    invite(
        session,
        InvitePerson(
            given_name="Awa",
            family_name="Diop",
            email="awa@exemple.test",
            role=Role.TRAINEE,
            locale="fr",
        ),
        version_id=None,
        cohort_id=cohort.id,
        organisation_id=place.id,
        invited_by=None,
        secrets=Secrets(token=token, public_id=new_token(), message_id=new_token()),
        now=now(),
    )
    if full:
        make.enrolment(make.person(), place, version).cohort_id = cohort.id
        session.flush()
    client.submit(f"/invitations/{token}", password="une phrase que je garde")
    newest = session.scalars(select(Enrolment).order_by(Enrolment.id.desc())).first()
    assert newest is not None
    assert newest.state is EnrolmentState.ACTIVE
    assert newest.cohort_id == (None if full else cohort.id)


def test_pages_cost_the_same_with_few_and_with_many(
    make: Make, client: Client, statements: Statements
) -> None:
    place, version = managing(make, client), make.version()
    cohort = make.cohort(place, version)
    costs: dict[str, set[int]] = {}
    for crowd in (2, 60):
        for _ in range(crowd):
            make.enrolment(make.person(), place, version).cohort_id = cohort.id
            make.enrolment(make.person(), place, version)
            make.cohort(place, version)
        make.session.flush()
        for path in (
            f"/orgs/{place.slug}/cohorts",
            page_of(place, cohort),
            f"{page_of(place, cohort)}/people",
            f"{page_of(place, cohort)}/staff",
        ):
            client.read(path)
            with statements() as seen:
                page = client.read(path)
            costs.setdefault(path, set()).add(len(seen))
    assert all(len(found) == 1 and max(found) <= 6 for found in costs.values()), costs
    assert page.path


def test_lists_go_on_by_keys(make: Make, client: Client) -> None:
    place, version = managing(make, client), make.version()
    cohorts = [make.cohort(place, version) for _ in range(27)]
    for number in range(27):
        person = make.person("Awa", f"N{number:02}")
        make.enrolment(person, place, version).cohort_id = cohorts[0].id
    make.session.flush()
    first = client.read(f"/orgs/{place.slug}/cohorts")
    after = first.tree.xpath("//nav[@class='pager']/a/@href")[0]
    assert len(client.read(after).tree.xpath("//tbody/tr")) == 2
    people = client.read(page_of(place, cohorts[0]))
    after = people.tree.xpath("//nav[@class='pager']/a/@href")[0]
    assert len(client.read(after).tree.xpath("//tbody/tr")) == 2
