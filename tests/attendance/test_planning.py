"""Sessions are planned on the organisation's clock; who is concerned is told of changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.attendance.models import GroupSession, HalfDay, SessionState
from lms.attendance.rules.holidays import holiday_on
from lms.kernel.actor import Role
from lms.outbox.models import Letter
from lms.web.page import now
from tests.attendance.test_signing import gathering
from tests.client import Client
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]


def at_nine(*, days: int) -> datetime:
    """Nine o'clock in UTC so many days from now: a time at which sessions may take place."""
    return (now() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)


def written(**values: Any) -> dict[str, Any]:
    return {
        "title": "Le cadre",
        "day": "2026-12-01",
        "first_begins": "9h30",
        "first_ends": "12:00",
        **values,
    }


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Europe/Paris", 8.5), ("Indian/Reunion", 5.5), ("America/Cayenne", 12.5)],
)
def test_hours_are_those_of_the_organisation(
    make: Make, client: Client, session: Session, zone: str, hour: float
) -> None:
    place = make.organisation(time_zone=zone)
    trainer = make.person()
    cohort = make.cohort(place, trainer=trainer)
    client.sign_in(trainer, role=Role.TRAINER)
    page = client.submit("/group-sessions/new", trainers=[str(trainer.id)], **written())
    half = session.scalars(select(HalfDay)).one()
    begins = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)
    assert half.starts_at == begins
    assert "9 h 30" in page.words.replace("\u00a0", " ")
    assert session.scalars(select(GroupSession)).one().cohort_id == cohort.id


def test_a_series_keeps_its_hour_when_clocks_change(
    make: Make, client: Client, session: Session
) -> None:
    trainer = make.person()
    make.cohort(trainer=trainer)
    client.sign_in(trainer, role=Role.TRAINER)
    order = written(day="2026-10-20", times="3", second_begins="14:00", second_ends="17:00")
    client.submit("/group-sessions/new", trainers=[str(trainer.id)], **order)
    mornings = select(HalfDay.starts_at).where(HalfDay.number == 1).order_by(HalfDay.starts_at)
    found = session.scalars(mornings).all()
    assert [(d.day, d.hour, d.minute) for d in found] == [(20, 7, 30), (27, 8, 30), (3, 8, 30)]
    assert len({one.series for one in session.scalars(select(GroupSession))}) == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": ""}),
        ("day", {"day": "bientôt"}),
        ("first_begins", {"first_begins": "25:00"}),
        ("first_begins", {"first_begins": "02:30", "first_ends": "04:30"}),
        ("first_ends", {"first_ends": "09:00"}),
        ("first_ends", {"first_ends": "17:00"}),
        ("second_begins", {"second_begins": "11:00", "second_ends": "14:00"}),
        ("second_ends", {"second_begins": "14:00"}),
        ("link", {"link": "javascript://x.test/%0aalert(1)"}),
        ("capacity", {"capacity": "0"}),
        ("times", {"times": "31"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    make: Make, client: Client, session: Session, field: str, values: dict[str, str]
) -> None:
    trainer = make.person()
    make.cohort(trainer=trainer)
    client.sign_in(trainer, role=Role.TRAINER)
    order = written(place="Vénissieux", trainers=[str(trainer.id)]) | values
    page = client.submit("/group-sessions/new", status=422, **order)
    assert page.tree.xpath(f"//*[@id='{field}-error']")
    assert "Vénissieux" in page.html
    assert session.scalars(select(GroupSession)).all() == []


def test_a_change_and_a_cancellation_are_told_without_content(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, ago=now() - at_nine(days=4))
    client.sign_in(one.trainer, role=Role.TRAINER)
    change = f"{one.page}/change"
    client.submit(change, change, place="Salle secrète", title="Autre titre")
    client.submit(f"{one.page}/cancel", f"{one.page}/cancel")
    session.refresh(one.day.held)
    assert (one.day.held.place, one.day.held.state) == ("Salle secrète", SessionState.CANCELLED)
    letters = session.scalars(select(Letter)).all()
    assert sorted(letter.to_address for letter in letters) == sorted(
        [one.awa.email, one.leo.email] * 2
    )
    assert not any("Salle" in str(letter.words) for letter in letters)
    client.read(change, 404)


def test_the_hours_stay_once_somebody_has_signed(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, ago=now() - at_nine(days=-3))
    client.sign_in(one.awa, role=Role.TRAINEE)
    client.submit(f"{one.half()}/sign", f"{one.half()}/sign", late_reason="other")
    client.sign_in(one.trainer, role=Role.TRAINER)
    change = f"{one.page}/change"
    hours = {"first_begins": "07:00", "first_ends": "08:00"}
    assert client.submit(change, change, status=422, day="2026-12-01", **hours).errors()
    client.submit(change, change, place="Salle 3")
    assert "signé" in client.submit(f"{one.page}/cancel", f"{one.page}/cancel", status=422).words


def test_the_calendar_of_each_role(make: Make, client: Client) -> None:
    one = gathering(make, ago=-timedelta(days=4))
    tutor = make.person()
    make.accompanying(tutor, one.cohort, Role.TUTOR)
    other = make.enrolment().person_id
    for person, role in ((one.awa, Role.TRAINEE), (one.trainer, Role.TRAINER), (tutor, Role.TUTOR)):
        client.sign_in(person, role=role)
        assert one.day.held.title in client.read("/calendar").words
        assert one.day.held.title not in client.read("/calendar?past=1").words
    stranger = make.session.get_one(type(one.awa), other)
    client.sign_in(stranger, role=Role.TRAINEE)
    assert one.day.held.title not in client.read("/calendar").words
    client.read(one.page, 404)


def test_a_public_holiday_is_told(make: Make, client: Client) -> None:
    assert holiday_on(date(2026, 7, 14), "FR") == "Fête nationale"
    assert holiday_on(date(2026, 12, 20), "RE") is not None
    assert holiday_on(date(2026, 6, 10), "GF") is not None
    assert holiday_on(date(2026, 12, 20), "FR") is None
    place = make.organisation(time_zone="Indian/Reunion", territory="RE")
    trainer = make.person()
    cohort = make.cohort(place, trainer=trainer)
    at = datetime(2027, 12, 19, 21, tzinfo=UTC)  # the 20th over there
    held = make.group_session(cohort, leads=trainer, at=at).held
    client.sign_in(trainer, role=Role.TRAINER)
    assert "férié" in client.read(f"/group-sessions/{held.public_id}").words


def test_the_calendar_and_the_sheet_cost_the_same_with_few_and_with_many(
    make: Make, client: Client, statements: Statements
) -> None:
    one = gathering(make)
    costs: dict[str, set[int]] = {}
    for crowd in (2, 40):
        for number in range(crowd):
            enrolment = make.enrolment(make.person())
            make.membership(
                make.session.get_one(type(one.awa), enrolment.person_id),
                make.session.get_one(type(make.organisation()), one.cohort.organisation_id),
                Role.SUPERVISOR,
            )
            make.group_session(one.cohort, at=now() + timedelta(days=number + 1))
        client.sign_in(one.trainer, role=Role.TRAINER)
        for path in ("/calendar", one.page):
            client.read(path)
            with statements() as seen:
                client.read(path)
            costs.setdefault(path, set()).add(len(seen))
    assert all(len(found) == 1 and max(found) <= 8 for found in costs.values()), costs


def test_the_calendar_goes_on_by_keys(make: Make, client: Client) -> None:
    one = gathering(make)
    for number in range(27):
        make.group_session(one.cohort, at=now() + timedelta(days=number + 1))
    client.sign_in(one.awa, role=Role.TRAINEE)
    first = client.read("/calendar")
    after = first.tree.xpath("//nav[@class='pager']/a/@href")[0]
    assert len(client.read(after).tree.xpath("//div[@class='appt']")) == 3
