"""The day before a session, once each, without content; nobody who pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.attendance import jobs
from lms.attendance.models import SessionState
from lms.learning.models import Enrolment, Pause
from lms.organisations.models import Organisation
from lms.outbox.models import Letter
from lms.web.database import Application
from tests.attendance.test_signing import Gathering, gathering
from tests.make import Make


def reminders(session: Session) -> list[Letter]:
    session.expire_all()
    found = select(Letter).where(Letter.message_id.contains(".remind-")).order_by(Letter.id)
    return list(session.scalars(found))


def set_for(make: Make, session: Session, first_at: str, zone: str = "Europe/Paris") -> Gathering:
    one = gathering(make)
    one.day.held.first_at = datetime.fromisoformat(first_at)
    session.get_one(Organisation, one.day.held.organisation_id).time_zone = zone
    session.commit()
    return one


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/Paris", "2027-03-09T06:59:00+00:00", 0),  # 7:59 there, the eve
        ("Europe/Paris", "2027-03-09T07:00:00+00:00", 3),
        ("Europe/Paris", "2027-03-08T20:00:00+00:00", 0),  # two days before
        ("Europe/Paris", "2027-03-10T07:00:00+00:00", 0),  # the day itself
        ("Indian/Reunion", "2027-03-09T03:59:00+00:00", 0),
        ("Indian/Reunion", "2027-03-09T04:00:00+00:00", 3),
        ("America/Cayenne", "2027-03-09T10:59:00+00:00", 0),
        ("America/Cayenne", "2027-03-10T02:00:00+00:00", 3),  # still the 9th there
    ],
)
def test_on_the_eve_on_the_clock_of_the_session(
    app: Application, make: Make, session: Session, zone: str, moment: str, expected: int
) -> None:
    set_for(make, session, "2027-03-10T13:00:00+00:00", zone)
    assert jobs.remind(app, now=datetime.fromisoformat(moment)) == expected


def test_once_each_however_often_the_worker_looks_and_again_after_a_move(
    app: Application, make: Make, session: Session
) -> None:
    one = set_for(make, session, "2027-03-28T08:00:00+00:00")
    eve = datetime.fromisoformat("2027-03-27T09:00:00+00:00")
    assert jobs.remind(app, now=eve) == 3
    assert jobs.remind(app, now=eve + timedelta(hours=1)) == 0
    letters = reminders(session)
    assert {letter.to_address for letter in letters} == {
        person.email for person in (one.trainer, one.awa, one.leo)
    }
    assert "Écouter" not in str([letter.words for letter in letters])
    one.day.held.first_at += timedelta(days=1)
    session.commit()
    assert jobs.remind(app, now=eve + timedelta(days=1)) == 3


def test_nobody_who_pauses_and_nothing_once_it_is_cancelled(
    app: Application, make: Make, session: Session
) -> None:
    one = set_for(make, session, "2027-03-10T08:00:00+00:00")
    eve = datetime.fromisoformat("2027-03-09T09:00:00+00:00")
    mine = session.scalars(select(Enrolment).where(Enrolment.person_id == one.awa.id)).one()
    session.add(Pause(enrolment_id=mine.id, begins_on=eve.date()))
    session.commit()
    assert jobs.remind(app, now=eve) == 2
    assert one.awa.email not in {letter.to_address for letter in reminders(session)}
    other = set_for(make, session, "2027-03-10T08:00:00+00:00")
    other.day.held.state = SessionState.CANCELLED
    session.commit()
    assert jobs.remind(app, now=eve) == 0
