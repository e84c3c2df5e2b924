"""A manager proposes supervision, both people answer, and any of the three may end it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.actor import Role
from lms.kernel.folding import fold
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.supervision.models import Agreement, AgreementState
from lms.supervision.operations.end_agreement import end_agreements_of
from lms.web.page import now
from tests.client import Client, Page
from tests.make import Make, today
from tests.supervision.held import hold


class Place:
    """An organisation with a manager, a supervisor and a person in training."""

    def __init__(self, make: Make) -> None:
        self.organisation: Organisation = make.organisation()
        self.manager: Person = make.manager(self.organisation)
        self.supervisor: Person = make.person()
        self.supervisor_hat = make.membership(self.supervisor, self.organisation, Role.SUPERVISOR)
        self.trainee: Person = make.person()
        self.trainee_hat = make.membership(self.trainee, self.organisation, Role.TRAINEE)

    def new(self, trainee: Membership | None = None, supervisor: Membership | None = None) -> str:
        """The address of the last step."""
        t, s = trainee or self.trainee_hat, supervisor or self.supervisor_hat
        base = f"/orgs/{self.organisation.slug}/agreements/new"
        return f"{base}?trainee={t.public_id}&supervisor={s.public_id}"


@pytest.fixture
def place(make: Make) -> Place:
    return Place(make)


def propose(client: Client, place: Place, status: int = 200, **fields: Any) -> Page:
    client.sign_in(place.manager)
    page = client.read(place.new())
    sent = {"starts_on": today().isoformat(), **fields}
    return client.send(page.form(starts_on=""), place.new(), status=status, **sent)


def only(session: Session) -> Agreement:
    return session.scalars(select(Agreement)).one()


def press(client: Client, page: Page, act: str, status: int = 200) -> Page:
    return client.send(page.form(f"{page.path}/{act}"), page.path, status=status)


def test_a_manager_finds_both_people_by_name_and_proposes(
    session: Session, make: Make, client: Client, place: Place
) -> None:
    for _other in range(14):
        make.trainee(place.organisation)
    place.trainee_hat.sort_name = "zoe bronte"
    place.supervisor_hat.sort_name = "le goff helene"
    client.sign_in(place.manager)
    base = f"/orgs/{place.organisation.slug}/agreements/new"

    first = client.read(base)
    assert place.trainee.screen_name not in first.words
    found = client.read(f"{base}?q=ZOË+Bront")
    links = found.tree.xpath("//main//a[contains(@href,'trainee=')]/@href")
    assert len(links) == 1
    second = client.read(links[0])
    (link,) = second.tree.xpath("//main//a[contains(@href,'supervisor=')]/@href")
    third = client.read(link)
    client.send(third.form(starts_on=""), link, starts_on=today().strftime("%d/%m/%Y"))

    made = only(session)
    assert (made.trainee_id, made.supervisor_id) == (place.trainee.id, place.supervisor.id)
    assert made.state is AgreementState.PROPOSED
    assert made.starts_on == today()


def test_both_people_get_a_neutral_mail(session: Session, client: Client, place: Place) -> None:
    propose(client, place)
    letters = session.scalars(select(Letter)).all()
    assert {letter.to_address for letter in letters} == {
        place.trainee.email,
        place.supervisor.email,
    }
    for letter in letters:
        words = str(letter.words).lower()
        for secret in (place.trainee.family_name, place.supervisor.family_name, "supervis"):
            assert secret.lower() not in words
        assert letter.link == f"/agreements/{only(session).public_id}"


def test_an_agreement_holds_once_both_accept(
    session: Session, client: Client, place: Place
) -> None:
    propose(client, place)
    address = f"/agreements/{only(session).public_id}"

    client.sign_in(place.trainee)
    press(client, client.read(address), "accept")
    assert only(session).state is AgreementState.PROPOSED
    client.sign_in(place.supervisor)
    press(client, client.read(address), "accept")

    assert only(session).state is AgreementState.ACTIVE
    assert only(session).public_id in client.read("/sessions/new").html


def test_declining_closes_and_the_page_names_no_side_and_no_reason(
    session: Session, client: Client, place: Place
) -> None:
    propose(client, place)
    address = f"/agreements/{only(session).public_id}"
    client.sign_in(place.trainee)
    page = press(client, client.read(address), "decline")
    assert not page.tree.xpath(f"//form[@action='{address}/accept']")
    assert only(session).state is AgreementState.DECLINED

    client.sign_in(place.manager)
    page = client.read(address)
    assert "declin" not in fold(page.words)
    assert not page.tree.xpath("//ol[@class='signs']")


def test_one_living_agreement_for_two_people(
    session: Session, client: Client, place: Place
) -> None:
    propose(client, place)
    page = propose(client, place, status=422)
    assert page.tree.xpath("//*[@role='alert']")
    assert session.scalar(select(func.count()).select_from(Agreement)) == 1


def test_after_a_refusal_another_may_be_proposed(
    session: Session, client: Client, place: Place
) -> None:
    propose(client, place)
    client.sign_in(place.trainee)
    press(client, client.read(f"/agreements/{only(session).public_id}"), "decline")
    propose(client, place)
    assert session.scalar(select(func.count()).select_from(Agreement)) == 2


def test_an_agreement_past_its_last_day_does_not_stand_in_the_way(
    session: Session, client: Client, place: Place
) -> None:
    propose(client, place)
    old = only(session)
    old.state = AgreementState.ACTIVE
    old.starts_on = today() - timedelta(days=30)
    old.ends_on = today() - timedelta(days=2)
    propose(client, place)
    states = session.scalars(select(Agreement.state).order_by(Agreement.id)).all()
    assert states == [AgreementState.ENDED, AgreementState.PROPOSED]


def test_nobody_supervises_themselves(
    session: Session, make: Make, client: Client, place: Place
) -> None:
    both = make.membership(place.trainee, place.organisation, Role.SUPERVISOR)
    client.sign_in(place.manager)
    base = f"/orgs/{place.organisation.slug}/agreements/new?trainee={place.trainee_hat.public_id}"
    assert both.public_id not in client.read(base).html
    address = place.new(supervisor=both)
    page = client.read(address)
    refused = client.send(page.form(starts_on=""), address, status=422)
    assert refused.tree.xpath("//*[@role='alert']")
    assert session.scalar(select(func.count()).select_from(Agreement)) == 0


def test_a_supervises_b_and_b_supervises_a(
    session: Session, make: Make, client: Client, place: Place
) -> None:
    other_trainee = make.membership(place.supervisor, place.organisation, Role.TRAINEE)
    other_supervisor = make.membership(place.trainee, place.organisation, Role.SUPERVISOR)
    propose(client, place)
    address = place.new(other_trainee, other_supervisor)
    page = client.read(address)
    client.send(page.form(starts_on=""), address)
    assert session.scalar(select(func.count()).select_from(Agreement)) == 2


def test_people_of_elsewhere_cannot_be_chosen(make: Make, client: Client, place: Place) -> None:
    elsewhere = Place(make)
    client.sign_in(place.manager)
    page = client.read(place.new(elsewhere.trainee_hat, elsewhere.supervisor_hat))
    assert not page.tree.xpath("//input[@name='starts_on']")
    assert elsewhere.trainee.screen_name not in page.words


def test_somebody_who_left_cannot_be_chosen(session: Session, client: Client, place: Place) -> None:
    client.sign_in(place.manager)
    page = client.read(place.new())
    place.supervisor_hat.state = MembershipState.ENDED
    client.send(page.form(starts_on=""), place.new())
    assert session.scalar(select(func.count()).select_from(Agreement)) == 0


@pytest.mark.parametrize("days", [-31, 367])
def test_the_first_day_is_near(client: Client, place: Place, days: int) -> None:
    page = propose(
        client, place, status=422, starts_on=(today() + timedelta(days=days)).isoformat()
    )
    assert len(page.errors()) == 1


def end(client: Client, address: str, day: date, status: int = 200) -> Page:
    page = client.read(f"{address}/end")
    return client.send(
        page.form(ends_on=""), f"{address}/end", status=status, ends_on=day.isoformat()
    )


@pytest.mark.parametrize("who", ["manager", "supervisor", "trainee"])
def test_any_of_the_three_may_end_it(
    session: Session, make: Make, client: Client, who: str
) -> None:
    held = hold(make)
    people = {
        "manager": make.manager(held.people.organisation),
        "supervisor": held.supervisor,
        "trainee": held.trainee,
    }
    agreement = held.people.agreements[0]
    client.sign_in(people[who])

    end(client, f"/agreements/{agreement.public_id}", today())

    session.refresh(agreement)
    assert agreement.ends_on == today()
    told = set(session.scalars(select(Letter.to_address)))
    assert told == {held.supervisor.email, held.trainee.email} - {people[who].email}


def test_the_last_day_keeps_the_sessions_inside(make: Make, client: Client) -> None:
    held = hold(make)
    client.sign_in(held.supervisor)
    address = f"/agreements/{held.people.agreements[0].public_id}"
    page = end(client, address, held.session.held_on - timedelta(days=1), status=422)
    assert len(page.errors()) == 1
    end(client, address, held.session.held_on)


def test_the_last_day_may_be_moved_and_moved_back(
    session: Session, make: Make, client: Client
) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor, role=Role.SUPERVISOR)
    address = f"/agreements/{group.agreements[0].public_id}"
    soon, later = today() + timedelta(days=3), today() + timedelta(days=9)
    for day, letters in ((soon, 1), (soon, 1), (later, 2), (soon, 3)):
        end(client, address, day)
        assert session.scalars(select(Agreement.ends_on)).one() == day
        assert len(session.scalars(select(Letter)).all()) == letters


def test_an_ended_agreement_is_not_ended_again(make: Make, client: Client) -> None:
    held = hold(make)
    client.sign_in(held.supervisor)
    address = f"/agreements/{held.people.agreements[0].public_id}"
    end(client, address, today() - timedelta(days=1))
    page = end(client, address, today(), status=422)
    assert len(page.errors()) == 1


def test_a_manager_withdraws_a_proposal(session: Session, client: Client, place: Place) -> None:
    propose(client, place)
    address = f"/agreements/{only(session).public_id}"
    press(client, client.read(address), "withdraw")
    assert only(session).state is AgreementState.ENDED
    client.sign_in(place.trainee)
    assert not client.read(address).tree.xpath(f"//form[@action='{address}/accept']")


def test_agreements_end_with_a_membership(session: Session, make: Make) -> None:
    held = hold(make, trainees=3)
    first, second, third = held.people.agreements
    second.state = AgreementState.PROPOSED
    third.starts_on = today() + timedelta(days=5)
    session.flush()

    assert end_agreements_of(session, first.trainee_membership_id, on=today(), now=now()) == 1
    assert end_agreements_of(session, first.supervisor_membership_id, on=today(), now=now()) == 2

    states = session.execute(select(Agreement.state, Agreement.ends_on).order_by(Agreement.id))
    assert [tuple(row) for row in states] == [
        (AgreementState.ENDED, today()),
        (AgreementState.ENDED, None),
        (AgreementState.ENDED, today() + timedelta(days=5)),
    ]


def test_strangers_find_no_agreement(make: Make, client: Client) -> None:
    held = hold(make)
    address = f"/agreements/{held.people.agreements[0].public_id}"
    for stranger in (make.trainee(), make.supervisor(), make.manager()):
        client.sign_in(stranger)
        client.read(address, 404)
        client.read(f"{address}/end", 404)
        assert client.read("/agreements/unknown", 404).words == client.read(address, 404).words


def test_a_manager_answers_for_nobody(session: Session, client: Client, place: Place) -> None:
    propose(client, place)
    address = f"/agreements/{only(session).public_id}"
    page = client.read(address)
    assert not page.tree.xpath(f"//form[@action='{address}/accept']")
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    for act in ("accept", "decline"):
        answer = client.open(f"{address}/{act}", method="POST", data={"csrf_token": token})
        assert answer.status_code == 403
    assert only(session).state is AgreementState.PROPOSED


def test_only_managers_of_the_place_see_its_list(make: Make, client: Client, place: Place) -> None:
    address = f"/orgs/{place.organisation.slug}/agreements"
    for person in (place.trainee, place.supervisor):
        client.sign_in(person)
        client.read(address, 403)
        client.read(f"{address}/new", 403)
    client.sign_in(make.manager())
    client.read(address, 404)
    client.read(f"{address}/new", 404)


def test_a_manager_filters_by_state_and_name(make: Make, client: Client) -> None:
    group = make.supervision(trainees=3)
    group.agreements[0].state = AgreementState.PROPOSED
    group.agreements[1].ends_on = today() - timedelta(days=1)
    make.supervision()
    client.sign_in(make.manager(group.organisation))
    address = f"/orgs/{group.organisation.slug}/agreements"

    def shown(query: str) -> set[str]:
        rows = client.read(address + query).tree.xpath("//tbody//th//a/text()")
        return set(rows)

    names = [person.screen_name for person in group.trainees]
    assert shown("") == set(names)
    assert shown("?state=proposed") == {names[0]}
    assert shown("?state=ended") == {names[1]}
    assert shown("?state=active") == {names[2]}
    assert shown("?state=nonsense") == set(names)
    assert shown(f"?q={group.trainees[2].family_name.upper()}") == {names[2]}
    assert shown(f"?q={group.supervisor.family_name}") == set(names)
    assert shown("?q=%25") == set()
