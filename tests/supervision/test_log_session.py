"""A supervisor logs sessions; nobody else does, and the rules hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Role
from lms.supervision.models import (
    AgreementState,
    Participation,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
)
from lms.supervision.queries import last_session
from tests.client import Client, Page
from tests.make import Make, Supervision, today


def fields(group: Supervision, *chosen: int, **changed: Any) -> dict[str, Any]:
    """A session of one hour today with the chosen people (the first one by default)."""
    people = [group.agreements[i].public_id for i in chosen or (0,)]
    return {
        "people": people,
        "held_on": today().isoformat(),
        "length": "60",
        "mode": "video",
        **changed,
    }


def log(
    client: Client, group: Supervision, *chosen: int, status: int = 200, **changed: Any
) -> Page:
    """Fill the form in and send it."""
    page = client.read("/sessions/new")
    sent = fields(group, *chosen, **changed)
    return client.send(page.form(people=None), page.path, status=status, **sent)


def held(session: Session) -> list[SupervisionSession]:
    return list(session.scalars(select(SupervisionSession).order_by(SupervisionSession.id)))


def test_a_supervisor_logs_an_individual_session(
    session: Session, make: Make, client: Client
) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor)

    page = log(client, group)

    assert page.path == f"/sessions/{held(session)[0].public_id}"
    made = last_session(session, group.supervisor.id)
    assert made is not None
    assert (made.kind, made.mode) == (SessionKind.INDIVIDUAL, SessionMode.VIDEO)
    assert [(p.trainee_id, p.minutes, p.standing) for p in made.parts] == [
        (group.trainees[0].id, 60, Standing.LOGGED)
    ]


def test_a_group_session_gives_each_person_their_own_minutes(
    session: Session, make: Make, client: Client
) -> None:
    group = make.supervision(trainees=3)
    client.sign_in(group.supervisor)
    second = group.agreements[1].public_id

    own: dict[str, Any] = {f"own_minutes-{second}": "45"}
    log(client, group, 0, 1, 2, length="90", **own)

    made = last_session(session, group.supervisor.id)
    assert made is not None
    assert made.kind is SessionKind.GROUP
    assert {p.trainee_id: p.minutes for p in made.parts} == {
        group.trainees[0].id: 90,
        group.trainees[1].id: 45,
        group.trainees[2].id: 90,
    }


def test_the_form_begins_as_the_last_session(make: Make, client: Client) -> None:
    group = make.supervision(trainees=3)
    client.sign_in(group.supervisor)
    log(client, group, 0, 2, length="other", minutes="75", mode="telephone")

    tree = client.read("/sessions/new").tree

    assert set(tree.xpath("//input[@name='people'][@checked]/@value")) == {
        group.agreements[0].public_id,
        group.agreements[2].public_id,
    }
    assert tree.xpath("//input[@name='length'][@checked]/@value") == ["other"]
    assert tree.xpath("//input[@name='minutes']/@value") == ["75"]
    assert tree.xpath("//input[@name='mode'][@checked]/@value") == ["telephone"]
    assert tree.xpath("//input[@name='held_on']/@value") == [today().isoformat()]


def test_a_link_from_a_person_chooses_that_person(make: Make, client: Client) -> None:
    group = make.supervision(trainees=2)
    client.sign_in(group.supervisor)
    log(client, group, 0)

    tree = client.read(f"/sessions/new?with={group.agreements[1].public_id}").tree

    chosen = tree.xpath("//input[@name='people'][@checked]/@value")
    assert chosen == [group.agreements[1].public_id]


def test_a_day_may_be_typed_the_french_way(session: Session, make: Make, client: Client) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor)
    day = today() - timedelta(days=3)

    log(client, group, held_on=day.strftime("%d/%m/%Y"))

    assert held(session)[0].held_on == day


@pytest.mark.parametrize(
    "changed",
    [
        {"held_on": (today() + timedelta(days=2)).isoformat()},
        {"held_on": (today() - timedelta(days=32)).isoformat()},
        {"held_on": "hier"},
        {"held_on": "0000-00-00"},
        {"held_on": ""},
        {"people": None},
        {"people": ["unknown"]},
        {"length": None},
        {"length": "61"},
        {"length": "other", "minutes": "14"},
        {"length": "other", "minutes": "481"},
        {"length": "other", "minutes": str(2**63)},
        {"length": "other", "minutes": "9" * 5000},
        {"length": "other", "minutes": ""},
        {"length": "other", "minutes": "une heure"},
        {"mode": "pigeon"},
        {"mode": None},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, make: Make, client: Client, changed: dict[str, Any]
) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor)

    page = log(client, group, status=422, **changed)

    assert len(page.errors()) == 1
    assert held(session) == []


def test_what_was_typed_stays_after_a_refusal(make: Make, client: Client) -> None:
    group = make.supervision(trainees=2)
    client.sign_in(group.supervisor)
    other = group.agreements[1].public_id
    typed = {"held_on": "bientôt", f"own_minutes-{other}": "50"}

    tree = log(client, group, 0, 1, status=422, length="other", minutes="75", **typed).tree

    assert tree.xpath("//input[@name='held_on']/@value") == ["bientôt"]
    assert tree.xpath("//input[@name='minutes']/@value") == ["75"]
    assert tree.xpath(f"//input[@name='own_minutes-{other}']/@value") == ["50"]
    assert len(tree.xpath("//input[@name='people'][@checked]")) == 2


def test_own_minutes_follow_the_same_bounds(session: Session, make: Make, client: Client) -> None:
    group = make.supervision(trainees=2)
    client.sign_in(group.supervisor)
    other = group.agreements[1].public_id
    for typed in ("5", "481", "-60", "1e2"):
        log(client, group, 0, 1, status=422, **{f"own_minutes-{other}": typed})
    assert held(session) == []


def test_eleven_people_are_too_many_for_a_group(make: Make, client: Client) -> None:
    group = make.supervision(trainees=11)
    client.sign_in(group.supervisor)
    everybody = [agreement.public_id for agreement in group.agreements]

    assert log(client, group, people=everybody[:10]).path.startswith("/sessions/")
    assert log(client, group, people=everybody, status=422).errors()


def test_a_day_outside_the_agreement_is_refused(
    session: Session, make: Make, client: Client
) -> None:
    group = make.supervision()
    group.agreements[0].starts_on = today() - timedelta(days=2)
    client.sign_in(group.supervisor)

    page = log(client, group, held_on=(today() - timedelta(days=3)).isoformat(), status=422)

    assert group.trainees[0].screen_name in page.errors()[0]
    assert log(client, group, held_on=(today() - timedelta(days=2)).isoformat()).status == 200


@pytest.mark.parametrize(
    ("state", "ended_days_ago"),
    [
        (AgreementState.ENDED, 1),
        (AgreementState.ACTIVE, 1),
        (AgreementState.PROPOSED, None),
        (AgreementState.DECLINED, None),
    ],
)
def test_an_agreement_that_does_not_hold_today_is_refused(
    session: Session,
    make: Make,
    client: Client,
    state: AgreementState,
    ended_days_ago: int | None,
) -> None:
    group = make.supervision(trainees=2)
    closed = group.agreements[0]
    closed.state = state
    closed.ends_on = today() - timedelta(days=ended_days_ago) if ended_days_ago else None
    client.sign_in(group.supervisor)

    log(client, group, 0, held_on=(today() - timedelta(days=5)).isoformat(), status=422)

    assert closed.public_id not in client.read("/sessions/new").html
    assert held(session) == []


def test_somebody_else_s_trainee_is_refused(session: Session, make: Make, client: Client) -> None:
    mine, theirs = make.supervision(), make.supervision()
    client.sign_in(mine.supervisor)
    log(client, mine, people=[theirs.agreements[0].public_id], status=422)
    assert held(session) == []


def test_the_same_person_twice_on_one_day_is_asked(
    session: Session, make: Make, client: Client
) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor)
    log(client, group)

    page = log(client, group, status=422)

    assert group.trainees[0].screen_name in page.errors()[0]
    assert len(held(session)) == 1
    client.send(page.form("/sessions/new", people=None), page.path, confirmed="y")
    assert len(held(session)) == 2


def test_one_day_has_24_hours(session: Session, make: Make, client: Client) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor)
    whole_days = {"length": "other", "minutes": "480", "confirmed": "y"}
    for _third in range(3):
        page = client.read("/sessions/new")
        form = page.form(people=None)
        client.open(
            "/sessions/new",
            method="POST",
            data={**dict(form.form_values()), **fields(group), **whole_days},
        )
    assert len(held(session)) == 3

    page = client.read("/sessions/new")
    answer = client.open(
        "/sessions/new",
        method="POST",
        data={
            **dict(page.form(people=None).form_values()),
            **fields(group, length="30"),
            "confirmed": "y",
        },
    )
    assert answer.status_code == 422
    assert len(held(session)) == 3


def test_a_form_sent_twice_logs_one_session(session: Session, make: Make, client: Client) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor)
    page = client.read("/sessions/new")
    form = page.form(people=None)

    first = client.send(form, page.path, **fields(group))
    second = client.send(form, page.path, **fields(group))

    assert first.path == second.path
    assert len(held(session)) == 1


def test_somebody_in_two_organisations_is_chosen_once(
    session: Session, make: Make, client: Client
) -> None:
    here = make.supervision()
    elsewhere = make.supervision(supervisor=here.supervisor)
    trainee = here.trainees[0]
    there = make.membership(trainee, elsewhere.organisation, Role.TRAINEE)
    elsewhere.agreements[0].trainee_membership_id = there.id
    elsewhere.agreements[0].trainee_id = trainee.id
    session.flush()
    client.sign_in(here.supervisor)
    both = [here.agreements[0].public_id, elsewhere.agreements[0].public_id]

    page = log(client, here, people=both, status=422)

    assert len(page.errors()) == 1
    assert here.organisation.name in page.words
    log(client, here, people=both[1:])
    parts = session.scalars(select(Participation)).all()
    assert [part.organisation_id for part in parts] == [elsewhere.organisation.id]


def test_a_search_keeps_what_was_ticked_and_typed(
    session: Session, make: Make, client: Client
) -> None:
    group = make.supervision(trainees=12)
    client.sign_in(group.supervisor)
    page = client.read("/sessions/new")
    assert len(page.tree.xpath("//input[@name='people']")) == 8
    wanted = group.trainees[11]
    typed = fields(
        group, 0, held_on=today().strftime("%d/%m/%Y"), words=wanted.family_name.upper(), find="1"
    )

    found = client.send(page.form(people=None), page.path, **typed)

    shown = found.tree.xpath("//input[@name='people']/@value")
    assert group.agreements[0].public_id in shown
    assert group.agreements[11].public_id in shown
    assert found.tree.xpath("//input[@name='people'][@checked]/@value") == [
        group.agreements[0].public_id
    ]
    assert found.tree.xpath("//input[@name='held_on']/@value") == [today().isoformat()]
    assert held(session) == []


def test_logging_takes_eight_statements_at_most(
    make: Make, client: Client, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    group = make.supervision(trainees=10)
    client.sign_in(group.supervisor)
    for chosen in ((0,), tuple(range(10))):
        form = dict(client.read("/sessions/new").form(people=None).form_values())
        sent = {**form, **fields(group, *chosen, confirmed="y")}
        with statements() as seen:
            answer = client.open("/sessions/new", method="POST", data=sent)
        assert answer.status_code == 303
        journal = [sql for sql in seen if "INTO journal_entries" in sql]
        assert len(seen) - len(journal) <= 7, "\n".join(seen)
        assert len(journal) <= len(chosen)


def test_a_supervisor_without_people_is_told_what_comes(make: Make, client: Client) -> None:
    client.sign_in(make.supervisor())
    page = client.read("/sessions/new")
    assert not page.tree.xpath("//input[@name='people']")


def test_a_trainee_and_a_manager_may_not_log_sessions(make: Make, client: Client) -> None:
    group = make.supervision()
    client.sign_in(group.trainees[0])
    client.read("/sessions/new", 403)
    client.sign_in(make.manager(group.organisation))
    client.read("/sessions/new", 403)
