"""A supervisor finds sessions again, corrects them before signing, and takes a mistake back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.kernel.actor import Role
from lms.supervision.models import (
    Participation,
    SessionKind,
    SessionMode,
    SessionText,
    Standing,
    SupervisionSession,
)
from lms.web.page import new_token, now
from tests.client import Client, Page
from tests.make import Make, Supervision, today
from tests.supervision.held import Held, hold, share, sign, signed, write


def address(held: Held) -> str:
    return f"/sessions/{held.session.public_id}"


def correct(client: Client, held: Held, status: int = 200, **changed: Any) -> Page:
    path = f"{address(held)}/correct"
    return client.send(client.read(path).form(held_on=""), path, status=status, **changed)


def delete(client: Client, held: Held, status: int = 200) -> Page:
    page = client.read(address(held))
    return client.send(page.form(f"{address(held)}/delete"), page.path, status=status)


def days(page: Page) -> list[str]:
    return [str(href) for href in page.tree.xpath("//tbody//th//a/@href")]


def test_the_page_of_a_session_leads_to_each_record(make: Make, client: Client) -> None:
    held = hold(make, trainees=3)
    page = held.as_supervisor(client).read(address(held))
    for part, trainee in zip(held.parts, held.people.trainees, strict=True):
        assert page.tree.xpath(f"//a[@href='/records/{part.public_id}']")
        assert trainee.screen_name in page.words


def test_facts_are_corrected_before_signing(session: Session, make: Make, client: Client) -> None:
    held = hold(make, trainees=2)
    held.as_supervisor(client)
    other = held.people.agreements[1].public_id
    day = today() - timedelta(days=5)
    own: dict[str, Any] = {f"own_minutes-{other}": "45"}

    correct(
        client,
        held,
        held_on=day.isoformat(),
        length="other",
        minutes="75",
        mode="on_site",
        **own,
    )

    assert session.get_one(SupervisionSession, held.session.id).held_on == day
    assert set(session.scalars(select(Participation.held_on))) == {day}
    assert [p.minutes for p in session.scalars(select(Participation))] == [75, 45]


def test_a_part_has_no_other_day_than_its_session(session: Session, make: Make) -> None:
    held = hold(make)
    other = {"held_on": held.session.held_on - timedelta(days=1)}
    with pytest.raises(IntegrityError):
        session.execute(update(Participation).values(other))


@pytest.mark.parametrize(
    "changed",
    [
        {"held_on": (today() + timedelta(days=2)).isoformat()},
        {"held_on": (today() - timedelta(days=40)).isoformat()},
        {"length": "other", "minutes": "500"},
        {"mode": "pigeon"},
    ],
)
def test_a_correction_follows_the_same_rules(
    make: Make, client: Client, changed: dict[str, str]
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    assert len(correct(client, held, status=422, **changed).errors()) == 1


def test_an_old_day_may_stay_when_minutes_are_corrected(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make, held_on=today() - timedelta(days=45))
    held.as_supervisor(client)
    correct(client, held, length="90")
    assert session.scalars(select(Participation.minutes)).all() == [90]


def test_signed_facts_are_frozen(session: Session, make: Make, client: Client) -> None:
    held = hold(make, trainees=2)
    held.as_supervisor(client)
    before = client.read(f"{address(held)}/correct").form(held_on="")
    deletion = client.read(address(held)).form(f"{address(held)}/delete")
    sign(client, held)

    assert client.read(f"{address(held)}/correct").path == address(held)
    client.send(before, f"{address(held)}/correct", length="90")
    client.send(deletion, address(held), status=422)

    assert {p.minutes for p in session.scalars(select(Participation))} == {60}
    page = client.read(address(held))
    assert not page.tree.xpath("//form[contains(@action, '/delete')]")


def test_a_session_logged_by_mistake_is_taken_back_with_its_drafts(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    page = address(held)
    held.as_supervisor(client)
    write(client, held, "private", "un brouillon")

    assert delete(client, held).path == "/sessions"

    for model in (SupervisionSession, Participation, SessionText):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    client.read(page, 404)


def test_what_the_other_person_wrote_or_reads_is_not_deleted(
    session: Session, make: Make, client: Client
) -> None:
    noted, shared = hold(make), hold(make)
    write(noted.as_trainee(client), noted, "own", "ma note")
    delete(noted.as_supervisor(client), noted, status=422)
    share(shared.as_supervisor(client), shared)
    delete(client, shared, status=422)
    assert session.scalar(select(func.count()).select_from(SupervisionSession)) == 2


def test_another_supervisor_finds_no_session(make: Make, client: Client) -> None:
    held = hold(make)
    stranger = make.supervisor(held.people.organisation)
    client.sign_in(stranger)
    missing = client.read("/sessions/unknown", 404).words
    assert client.read(address(held), 404).words == missing
    client.read(f"{address(held)}/correct", 404)
    token = {"csrf_token": "x"}
    assert client.open(f"{address(held)}/delete", method="POST", data=token).status_code >= 400


def test_a_trainee_and_a_manager_open_no_session_page(make: Make, client: Client) -> None:
    held = hold(make)
    manager = make.manager(held.people.organisation)
    for person in (held.trainee, manager):
        client.sign_in(person)
        for path in (address(held), f"{address(held)}/correct", "/sessions", "/people"):
            client.read(path, 403)


def test_the_list_filters_by_what_is_to_do(make: Make, client: Client) -> None:
    people = make.supervision()
    logged, waiting, answered = (hold(make, among=people) for _ in range(3))
    signed(waiting, at=now())
    signed(answered, at=now() - timedelta(days=3))
    answered.part.standing = Standing.COUNTERSIGNED
    logged.as_supervisor(client)

    assert set(days(client.read("/sessions"))) == {
        address(logged),
        address(waiting),
        address(answered),
    }
    assert days(client.read("/sessions?state=to-sign")) == [address(logged)]
    assert days(client.read("/sessions?state=waiting")) == [address(waiting)]


def test_the_list_finds_names_without_accents(session: Session, make: Make, client: Client) -> None:
    supervisor = make.person()
    first = hold(make, among=make.supervision(supervisor=supervisor))
    second = hold(make, among=make.supervision(supervisor=supervisor))
    hat = session.get_one(Membership, first.people.agreements[0].trainee_membership_id)
    hat.sort_name = "bronte zoe"
    first.as_supervisor(client)

    assert days(client.read("/sessions?q=Zoë")) == [address(first)]
    assert days(client.read("/sessions?q=BRONTÉ zo")) == [address(first)]
    assert days(client.read("/sessions?q=_")) == []
    assert second.session.public_id not in client.read("/sessions?q=zoe").html


def test_pages_of_the_list_follow_each_other(make: Make, client: Client) -> None:
    people = make.supervision()
    held = [hold(make, among=people, held_on=today() - timedelta(days=n // 3)) for n in range(60)]
    held[0].as_supervisor(client)
    seen: list[str] = []
    path: str | None = "/sessions"
    while path:
        page = client.read(path)
        seen += days(page)
        following = page.tree.xpath("//nav[@class='pager']//a[contains(@href,'after=')]/@href")
        path = following[0] if following else None
    assert len(seen) == len(set(seen)) == 60


def test_an_unknown_page_key_shows_an_empty_page(make: Make, client: Client) -> None:
    held = hold(make)
    held.as_supervisor(client)
    assert days(client.read("/sessions?after=nothing")) == []


def test_lists_cost_the_same_with_ten_and_ten_thousand_sessions(
    make: Make, client: Client, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts: dict[str, set[int]] = {}
    for size in (10, 10_000):
        people = make.supervision(trainees=3)
        hold_many(make, people, size)
        for role, person, paths in (
            (Role.SUPERVISOR, people.supervisor, ("/sessions", "/people", "/sessions/new")),
            (Role.TRAINEE, people.trainees[0], ("/supervision",)),
        ):
            client.sign_in(person, role=role)
            for path in paths:
                with statements() as seen:
                    client.read(path)
                counts.setdefault(path, set()).add(len(seen))
    assert all(len(found) == 1 for found in counts.values()), counts
    assert all(found <= {1, 2, 3, 4, 5} for found in counts.values()), counts


def hold_many(make: Make, people: Supervision, size: int) -> None:
    """Sessions of the first trainee, written in bulk."""
    agreement = people.agreements[0]
    rows = [
        {
            "public_id": new_token(),
            "supervisor_id": people.supervisor.id,
            "held_on": today() - timedelta(days=n % 50),
            "kind": SessionKind.INDIVIDUAL,
            "mode": SessionMode.VIDEO,
            "logged_at": now(),
        }
        for n in range(size)
    ]
    made = make.session.execute(
        insert(SupervisionSession).returning(SupervisionSession.id, SupervisionSession.held_on),
        rows,
    ).all()
    make.session.execute(
        insert(Participation),
        [
            {
                "public_id": new_token(),
                "session_id": session_id,
                "held_on": held_on,
                "agreement_id": agreement.id,
                "organisation_id": agreement.organisation_id,
                "trainee_id": agreement.trainee_id,
                "minutes": 60,
            }
            for session_id, held_on in made
        ],
    )
