"""The manager's list of people in training: search, filters, pages, selection, limits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.accounts.operations.memberships import end_membership
from lms.certification.jobs import print_due
from lms.certification.models import WithdrawalReason
from lms.certification.operations import WithdrawCertificate, withdraw
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.organisations.models import Organisation
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.certification.earned import earned, issued, place
from tests.client import Client, Page
from tests.home.crowd import crowd
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def keys(app: Application) -> Keys:
    """The application's keys."""
    held: Keys = app.extensions["sillage.keys"]
    return held


@dataclass
class Office:
    """An organisation and its manager, signed in."""

    organisation: Organisation
    manager: Person
    path: str


@pytest.fixture
def office(make: Make, client: Client) -> Office:
    organisation = make.organisation()
    manager = make.manager(organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    return Office(organisation, manager, f"/orgs/{organisation.slug}/people")


def names(page: Page) -> list[str]:
    """The people listed, in order."""
    return [str(a.text) for a in page.tree.xpath("//tbody//th//a")]


def counts(page: Page) -> list[str]:
    """The figures of the tiles: everybody, in training, met, issued, over."""
    return [b.text.replace("\u202f", " ") for b in page.tree.xpath("//a[@class='tile']/b")]


def test_an_organisation_without_people_reads_why(office: Office, client: Client) -> None:
    page = client.read(office.path)
    assert page.tree.xpath("//div[@class='empty']")
    assert not page.tree.xpath("//table")


def test_people_are_listed_by_family_name(office: Office, make: Make, client: Client) -> None:
    for given, family in (("Zoé", "Amrani"), ("Awa", "Élan"), ("Benoît", "Drouet")):
        make.trainee(office.organisation, given=given, family=family)
    assert names(client.read(office.path)) == ["Zoé Amrani", "Benoît Drouet", "Awa Élan"]


def test_supervisors_and_other_organisations_are_not_listed(
    office: Office, make: Make, client: Client
) -> None:
    make.trainee()
    make.supervisor(office.organisation)
    assert client.read(office.path).tree.xpath("//div[@class='empty']")


@pytest.mark.parametrize("words", ["elo", "ÉLODIE", "petit él", "  le  petit ", "anne", "arc"])
def test_a_name_is_found_by_the_beginning_of_any_word(
    office: Office, make: Make, client: Client, words: str
) -> None:
    make.trainee(office.organisation, given="Élodie-Anne", family="d'Arc Le Petit")
    make.trainee(office.organisation, given="Hugo", family="Martins")
    page = client.read(f"{office.path}?q={words}")
    assert names(page) == ["Élodie-Anne d'Arc Le Petit"]


@pytest.mark.parametrize("words", ["lodie", "%", "_", "martins elodie", "\\"])
def test_the_middle_of_a_word_and_signs_find_nobody(
    office: Office, make: Make, client: Client, words: str
) -> None:
    make.trainee(office.organisation, given="Élodie", family="Petit")
    page = client.read(f"{office.path}?q={words}")
    assert names(page) == []
    assert page.tree.xpath(f"//div[@class='empty']//a[@href='{office.path}']")


def test_each_person_stands_under_one_filter(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    here = place(make)
    certified = earned(make, at=here, family="Aaa")
    issued(make, keys, certified)
    earned(make, at=here, family="Bbb")
    make.enrolment(make.person("Chloé", "Ccc"), here[0], here[3])
    over = make.enrolment(make.person("Driss", "Ddd"), here[0], here[3])
    session.get_one(Membership, over.membership_id).state = MembershipState.ENDED
    client.sign_in(certified.manager, role=Role.MANAGER, organisation=here[0])
    path = f"/orgs/{here[0].slug}/people"

    page = client.read(path)

    assert counts(page) == ["4", "1", "1", "1", "1"]
    for status, family in (
        ("training", "Ccc"),
        ("met", "Bbb"),
        ("issued", "Aaa"),
        ("ended", "Ddd"),
    ):
        shown = client.read(f"{path}?status={status}")
        assert [name[-3:] for name in names(shown)] == [family]


def test_a_withdrawn_certificate_is_no_standing(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)
    path = f"/orgs/{one.organisation.slug}/people"
    assert counts(client.read(path)) == ["1", "0", "0", "1", "0"]

    order = WithdrawCertificate(reason=WithdrawalReason.ERROR)
    withdraw(session, held, order, by=one.manager.id, now=now(), message_id=new_token())

    assert counts(client.read(path)) == ["1", "0", "1", "0", "0"]
    assert len(names(client.read(f"{path}?status=met"))) == 1


def test_a_certificate_outlives_the_role(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    issued(make, keys, one)
    held = session.get_one(Membership, one.enrolment.membership_id)
    end_membership(session, held, by=one.manager.id, today=today(), now=now())
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)
    path = f"/orgs/{one.organisation.slug}/people"
    assert counts(client.read(path)) == ["1", "0", "0", "1", "0"]


def test_counters_are_settled_before_they_are_shown(make: Make, client: Client) -> None:
    one = earned(make, minutes=150)
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)
    page = client.read(f"/orgs/{one.organisation.slug}/people")
    cells = [cell.text_content() for cell in page.tree.xpath("//tbody//td[@class='num']")]
    assert [words.replace("\u00a0", " ").strip() for words in cells] == ["2 h", "2 h 30"]


def test_search_and_filter_keep_each_other(office: Office, make: Make, client: Client) -> None:
    crowd(make.session, office.organisation, make.version().id, 60)
    page = client.read(f"{office.path}?q=foule&status=training")

    tiles = page.tree.xpath("//a[@class='tile']/@href")
    assert all("q=foule" in href for href in tiles)
    assert page.tree.xpath("//form[@role='search']//input[@name='status']/@value") == ["training"]
    following = page.tree.xpath("//nav[@class='pager']//a/@href")[-1]
    assert "q=foule" in following
    assert "status=training" in following


def test_pages_follow_and_precede_each_other(office: Office, make: Make, client: Client) -> None:
    crowd(make.session, office.organisation, make.version().id, 60)
    first = client.read(office.path)
    second = client.read(first.tree.xpath("//nav[@class='pager']//a/@href")[-1])
    third = client.read(second.tree.xpath("//nav[@class='pager']//a/@href")[-1])

    everybody = names(first) + names(second) + names(third)
    assert everybody == sorted(everybody)
    assert len(set(everybody)) == 60
    assert len(third.tree.xpath("//nav[@class='pager']//a")) == 1
    back = client.read(third.tree.xpath("//nav[@class='pager']//a/@href")[0])
    assert names(back) == names(second)
    again = client.read(back.tree.xpath("//nav[@class='pager']//a/@href")[0])
    assert names(again) == names(first)
    assert len(again.tree.xpath("//nav[@class='pager']//a")) == 1


def test_a_place_that_no_longer_exists_leads_to_the_first_page(
    office: Office, make: Make, client: Client
) -> None:
    make.trainee(office.organisation)
    answer = client.open(f"{office.path}?after=nobody&q=nom")
    assert answer.headers["Location"] == f"{office.path}?q=nom"


def test_an_unknown_filter_shows_everybody(office: Office, make: Make, client: Client) -> None:
    make.trainee(office.organisation)
    assert len(names(client.read(f"{office.path}?status=unknown"))) == 1


def test_the_list_costs_the_same_for_ten_and_ten_thousand(
    office: Office, make: Make, client: Client, statements: Statements
) -> None:
    version = make.version()
    path = f"{office.path}?q=foule"
    costs = []
    for already, size in ((0, 10), (10, 9_990)):
        crowd(make.session, office.organisation, version.id, size, after=already)
        # The planner is told, as it is by itself outside a test's transaction.
        make.session.execute(text("ANALYZE"))
        client.read(path)
        with statements() as seen:
            client.open(path)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 5, costs
    assert not counts(client.read(path))[0].isdecimal(), "more than 1,000 are not counted"


def test_only_ready_documents_can_be_chosen(
    app: Application, make: Make, client: Client, keys: Keys
) -> None:
    here = place(make)
    ready = earned(make, at=here, given="Awa", family="Diop")
    held, _token = issued(make, keys, ready)
    assert print_due(app, now()) == 1
    waiting = earned(make, at=here, given="Zoé", family="Brontë")
    issued(make, keys, waiting)
    client.sign_in(ready.manager, role=Role.MANAGER, organisation=ready.organisation)
    path = f"/orgs/{ready.organisation.slug}/people"

    page = client.read(path)

    boxes = {box.get("value"): box for box in page.tree.xpath("//input[@name='certificate']")}
    open_boxes = [value for value, box in boxes.items() if box.get("disabled") is None]
    assert open_boxes == [held.public_id]
    form = page.form(f"/orgs/{ready.organisation.slug}/certificates/zip")
    values = dict(form.form_values()) | {"certificate": held.public_id}
    answer = client.open(form.get("action"), method="POST", data=values)
    assert answer.mimetype == "application/zip"


def test_choosing_nobody_comes_back_with_a_sentence(
    office: Office, make: Make, client: Client
) -> None:
    make.trainee(office.organisation)
    path = f"{office.path}?q=nom"
    page = client.read(path)
    form = page.form(f"/orgs/{office.organisation.slug}/certificates/zip")
    back = client.send(form, path)
    assert back.path == office.path
    assert back.tree.xpath("//p[@role='status']")


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.SUPERVISOR])
@pytest.mark.parametrize("end", ["people", "team"])
def test_only_managers_see_the_people(make: Make, client: Client, role: Role, end: str) -> None:
    organisation = make.organisation()
    person = make.person()
    make.membership(person, organisation, role)
    make.membership(person, organisation, Role.MANAGER)
    client.sign_in(person, role=role)
    client.read(f"/orgs/{organisation.slug}/{end}", 403)


@pytest.mark.parametrize("end", ["people", "team"])
def test_managers_of_another_organisation_find_nothing(
    office: Office, make: Make, client: Client, end: str
) -> None:
    other = make.organisation()
    make.trainee(other)
    client.read(f"/orgs/{other.slug}/{end}", 404)
    client.read(f"/orgs/no-such-place/{end}", 404)


def test_no_address_nor_dispute_is_shown(office: Office, make: Make, client: Client) -> None:
    person = make.trainee(office.organisation, email="secret@exemple.test")
    page = client.read(office.path)
    assert person.email not in page.html
