"""Somebody continues with another organisation: facts stay here, the training goes on there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module
from lms.catalogue.queries import outline
from lms.certification.queries import judgement_of
from lms.kernel.actor import Role
from lms.learning.models import (
    Cohort,
    Completion,
    DeadlineMove,
    Enrolment,
    EnrolmentState,
    JoinRequest,
    MoveKind,
    Pause,
)
from lms.learning.queries import done_in
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.web.page import now
from tests.client import Client
from tests.make import Make, today

DAY = timedelta(days=1)


class Change:
    """Somebody in training with one organisation asks another one."""

    def __init__(self, make: Make, client: Client, **cohort: Any) -> None:
        self.make, self.client, self.session = make, client, make.session
        version = make.version()
        self.left, self.there = make.organisation("La Rive"), make.organisation("Les Berges")
        self.managers = make.manager(self.left), make.manager(self.there)
        self.person: Person = make.person("Awa", "Diop")
        self.former: Enrolment = make.enrolment(self.person, self.left, version)
        self.cohort: Cohort = make.cohort(self.there, version, **{"takes_requests": True, **cohort})
        self.path = f"/cohorts/{self.cohort.public_id}/ask"

    def ask(self, **fields: str) -> JoinRequest:
        self.client.sign_in(self.person, role=Role.TRAINEE)
        self.client.submit(self.path, self.path, 200, **fields)
        return self.session.scalars(select(JoinRequest)).one()

    def accept(self, request: JoinRequest, status: int = 200) -> str:
        boss = Client(self.client.app, self.session)
        place: Organisation = self.there
        boss.sign_in(self.managers[1], role=Role.MANAGER, organisation=place)
        page = f"/orgs/{place.slug}/requests/{request.public_id}"
        told = boss.read(page).words
        boss.submit(page, f"{page}/accept", status)
        self.session.expire_all()
        return told

    @property
    def made(self) -> Enrolment:
        mine = (Enrolment.person_id == self.person.id, Enrolment.id != self.former.id)
        return self.session.scalars(select(Enrolment).where(*mine)).one()


def test_a_training_goes_on_elsewhere_and_its_facts_stay(
    make: Make, client: Client, session: Session
) -> None:
    one = Change(make, client)
    steps = session.scalars(
        select(Activity.id)
        .join(Module, Module.id == Activity.module_id)
        .where(Module.version_id == one.former.version_id)
        .order_by(Activity.id)
    ).all()
    who = {"person_id": one.person.id, "minutes": 10, "completed_at": now()}
    session.add(Completion(activity_id=steps[0], completed_on=today() - DAY, **who))
    session.add(
        DeadlineMove(
            enrolment_id=one.former.id,
            kind=MoveKind.ADJUSTMENT,
            percent=25,
            days=0,
            given_on=today() - DAY,
            given_by=one.person.id,
        )
    )
    session.add(Pause(enrolment_id=one.former.id, begins_on=today() - DAY * 9, is_open=True))
    session.flush()
    assert "La Rive garde les faits" in client_words(one)
    request = one.ask(leaves="y")
    assert request.leaves_id == one.former.id
    assert "Changement d’organisation" in one.accept(request)

    former, made = session.get_one(Enrolment, one.former.id), one.made
    assert (former.state, former.ended_on) == (EnrolmentState.ENDED, today())
    assert (made.organisation_id, made.cohort_id) == (one.there.id, one.cohort.id)
    assert made.version_id == former.version_id
    moves = session.scalars(select(DeadlineMove).where(DeadlineMove.enrolment_id == made.id)).one()
    assert moves.percent == 25
    pause = session.scalars(select(Pause).where(Pause.enrolment_id == made.id)).one()
    assert (pause.begins_on, pause.returns_on, pause.is_open) == (today(), None, True)

    session.add(Completion(activity_id=steps[1], completed_on=today() + DAY, **who))
    session.flush()
    seen_before = judgement_of(session, former, now=now(), until=former.ended_on)
    assert seen_before.steps_done == 1
    assert len(done_in(session, one.person.id, outline(session, made.version_id))) == 2

    letters = {row.to_address: row for row in session.scalars(select(Letter))}
    assert set(letters) == {one.person.email, *(boss.email for boss in one.managers)}
    left, came = (letters[boss.email] for boss in one.managers)
    assert left.link.startswith(f"/orgs/{one.left.slug}/people/")
    assert came.link.startswith(f"/orgs/{one.there.slug}/people/")
    assert "Diop" not in str(left.words) + str(came.words)


def client_words(one: Change) -> str:
    one.client.sign_in(one.person, role=Role.TRAINEE)
    return one.client.read(one.path).words


def test_whoever_does_not_tick_trains_with_both(make: Make, client: Client) -> None:
    one = Change(make, client)
    one.accept(one.ask())
    assert one.session.get_one(Enrolment, one.former.id).state is EnrolmentState.ACTIVE
    assert one.made.cohort_id == one.cohort.id


@pytest.mark.parametrize("full", [True, False], ids=["full", "ended meanwhile"])
def test_nothing_is_lost_where_it_cannot_be(make: Make, client: Client, *, full: bool) -> None:
    one = Change(make, client, capacity=1)
    request = one.ask(leaves="y")
    if full:
        other = make.enrolment(make.person(), one.there)
        other.cohort_id = one.cohort.id
        one.session.commit()
        one.accept(request, 422)
        assert one.session.get_one(Enrolment, one.former.id).state is EnrolmentState.ACTIVE
    else:
        one.former.state, one.former.ended_on = EnrolmentState.ENDED, today() - DAY
        one.session.commit()
        one.accept(request)
        assert one.session.get_one(Enrolment, one.former.id).ended_on == today() - DAY
        assert one.made.cohort_id == one.cohort.id


def test_nobody_is_offered_a_change_who_trains_nowhere_else(make: Make, client: Client) -> None:
    one = Change(make, client)
    client.sign_in(make.person())
    page = client.read(one.path)
    assert not page.tree.xpath("//input[@name='leaves']")
    client.submit(one.path, one.path, 200, text="")
    assert one.session.scalars(select(JoinRequest.leaves_id)).all() == [None]


def test_the_page_where_one_stops_tells_of_the_other_way(make: Make, client: Client) -> None:
    one = Change(make, client)
    client.sign_in(one.person, role=Role.TRAINEE)
    assert "continuer avec une autre organisation" in client.read("/path/end").words
    assert client.read("/path").tree.xpath("//main//a[@href='/requests']")
