"""Scenario 26: each person signs a half-day within its time, alone; corrections are new lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.attendance.models import AttendanceMark, MarkKind, SessionState, SignedOn
from lms.attendance.queries.mine import attendance_of
from lms.attendance.rules.signing import Window, window
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Cohort
from lms.web.page import now
from tests.client import Client
from tests.make import GroupDay, Make


@dataclass
class Gathering:
    """A cohort with its trainer and two people, and one session of it."""

    cohort: Cohort
    trainer: Person
    awa: Person
    leo: Person
    day: GroupDay

    def half(self, number: int = 1) -> str:
        return f"/half-days/{self.day.halves[number - 1].public_id}"

    @property
    def page(self) -> str:
        return f"/group-sessions/{self.day.held.public_id}"


def gathering(make: Make, *, ago: timedelta = timedelta(hours=1), **values: object) -> Gathering:
    place, version = make.organisation(), make.version()
    trainer, awa, leo = make.person("Ana", "Roux"), make.person("Awa", "Diop"), make.person("Léo")
    enrolments = [make.enrolment(person, place, version) for person in (awa, leo)]
    cohort = make.cohort(place, version, trainer=trainer, enrolments=enrolments)
    halves = int(str(values.pop("halves", 1)))
    day = make.group_session(cohort, leads=trainer, at=now() - ago, halves=halves, **values)
    return Gathering(cohort, trainer, awa, leo, day)


def marks(session: Session) -> list[AttendanceMark]:
    session.expire_all()
    return list(session.scalars(select(AttendanceMark).order_by(AttendanceMark.id)))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-16, Window.NOT_YET),
        (-15, Window.OPEN),
        (0, Window.OPEN),
        (180, Window.OPEN),
        (180 + 24 * 60, Window.OPEN),
        (181 + 24 * 60, Window.LATE),
        (180 + 31 * 24 * 60, Window.LATE),
        (181 + 31 * 24 * 60, Window.OVER),
    ],
)
def test_from_15_minutes_before_to_24_hours_after(minutes: int, expected: Window) -> None:
    starts = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
    found = window(starts, starts + timedelta(hours=3), starts + timedelta(minutes=minutes))
    assert found is expected


def test_a_trainee_signs_for_themselves_once(make: Make, client: Client, session: Session) -> None:
    one = gathering(make)
    client.sign_in(one.awa, role=Role.TRAINEE)
    assert client.read(one.page).tree.xpath(f"//a[@href='{one.half()}/sign']")
    page = client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
    assert page.path == one.page
    (mark,) = marks(session)
    assert (mark.kind, mark.signed_on, mark.late) == (MarkKind.PRESENT, SignedOn.OWN, False)
    assert (mark.person_id, mark.marked_by, mark.leads) == (one.awa.id, one.awa.id, False)
    written = dumps(mark.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert mark.digest == sha256(written.encode()).hexdigest()
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.action == "attendance.mark")
    ).one()
    assert entry.details["digest"] == mark.digest
    client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
    assert len(marks(session)) == 1


def test_a_trainee_sees_no_other_line_than_their_own(make: Make, client: Client) -> None:
    one = gathering(make)
    client.sign_in(one.awa, role=Role.TRAINEE)
    assert "Léo" not in client.read(one.page).words
    client.read(f"{one.half()}/round", 403)


def test_nobody_signs_for_the_afternoon_in_the_morning(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, halves=2)
    for person, role in ((one.trainer, Role.TRAINER), (one.awa, Role.TRAINEE)):
        client.sign_in(person, role=role)
        morning, afternoon = client.read(f"{one.half(1)}/sign"), client.read(f"{one.half(2)}/sign")
        assert not afternoon.tree.xpath("//main//form")
        sent = dict(morning.form(morning.path).form_values())
        answer = client.open(afternoon.path, method="POST", data=sent)
        assert answer.status_code == 422
    assert marks(session) == []


def test_late_asks_for_a_reason_and_is_shown_as_late(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, ago=timedelta(days=2))
    client.sign_in(one.awa, role=Role.TRAINEE)
    sign = f"{one.half()}/sign"
    refused = client.submit(sign, sign, status=422)
    assert refused.tree.xpath("//*[@id='late_reason-error']")
    client.submit(sign, sign, late_reason="forgot")
    (mark,) = marks(session)
    assert (mark.late, mark.late_reason) == (True, "forgot")
    client.sign_in(one.trainer, role=Role.TRAINER)
    assert "J’ai oublié" in client.read(one.page).words


def test_long_after_nobody_signs(make: Make, client: Client, session: Session) -> None:
    one = gathering(make, ago=timedelta(days=40))
    client.sign_in(one.awa, role=Role.TRAINEE)
    assert not client.read(f"{one.half()}/sign").tree.xpath("//main//form")


def test_the_telephone_goes_round_and_the_name_is_typed(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make)
    client.sign_in(one.trainer, role=Role.TRAINER)
    path = f"{one.half()}/round"
    chosen: dict[str, Any] = {"person": one.awa.public_id}
    wrong = client.submit(path, path, status=422, name="Léo", **chosen)
    assert wrong.tree.xpath("//*[@id='name-error']")
    client.submit(path, path, name="diop  AWA", **chosen)
    (mark,) = marks(session)
    assert (mark.signed_on, mark.person_id, mark.marked_by) == (
        SignedOn.PASSED,
        one.awa.id,
        one.trainer.id,
    )
    assert "Awa Diop" not in client.read(path).tree.xpath("string(//main//form)")
    assert "Sur le téléphone" in client.read(one.page).words

    client.sign_in(one.awa, role=Role.TRAINEE)
    client.submit(one.page, f"{one.half()}/take-back")
    assert [mark.kind for mark in marks(session)] == [MarkKind.PRESENT, MarkKind.TAKEN_BACK]
    client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
    assert [mark.number for mark in marks(session)] == [1, 2, 3]


def test_nobody_signs_at_two_places_at_once(make: Make, client: Client, session: Session) -> None:
    one = gathering(make)
    other = make.group_session(one.cohort, leads=one.trainer, at=now() - timedelta(minutes=30))
    second = f"/half-days/{other.halves[0].public_id}/sign"
    for person, role in ((one.trainer, Role.TRAINER), (one.awa, Role.TRAINEE)):
        client.sign_in(person, role=role)
        client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
        assert "une autre séance" in client.submit(second, second, status=422).words
    assert len(marks(session)) == 2


def test_no_more_people_sign_than_there_are_places(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, capacity=1)
    sign = f"{one.half()}/sign"
    client.sign_in(one.awa, role=Role.TRAINEE)
    client.submit(sign, sign)
    client.sign_in(one.leo, role=Role.TRAINEE)
    assert "places" in client.submit(sign, sign, status=422).words
    client.sign_in(one.trainer, role=Role.TRAINER)
    client.submit(sign, sign)
    assert len(marks(session)) == 2


def test_an_absence_is_noted_and_who_was_there_after_all_signs(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make)
    client.sign_in(one.trainer, role=Role.TRAINER)
    path = f"{one.half()}/absence"
    assert client.submit(path, path, status=422).errors()
    client.submit(path, path, person=one.leo.public_id, kind="absent_told")
    assert "Absence annoncée" in client.read(one.page).words
    client.sign_in(one.leo, role=Role.TRAINEE)
    client.submit(f"{one.half()}/sign", f"{one.half()}/sign")
    client.sign_in(one.trainer, role=Role.TRAINER)
    page = client.read(path)
    sent = dict(page.form(path).form_values()) | {"person": one.leo.public_id, "kind": "absent"}
    assert client.open(path, method="POST", data=sent).status_code == 422
    assert [mark.kind for mark in marks(session)] == [MarkKind.ABSENT_TOLD, MarkKind.PRESENT]


def test_a_cancelled_session_is_not_signed(make: Make, client: Client, session: Session) -> None:
    one = gathering(make)
    client.sign_in(one.awa, role=Role.TRAINEE)
    sign = f"{one.half()}/sign"
    page = client.read(sign)
    one.day.held.state = SessionState.CANCELLED
    session.flush()
    sent = dict(page.form(sign).form_values())
    assert client.open(sign, method="POST", data=sent).status_code == 422
    assert marks(session) == []


def test_who_does_not_lead_keeps_no_sheet(make: Make, client: Client) -> None:
    one = gathering(make)
    other = make.person()
    make.accompanying(other, one.cohort, Role.TRAINER)
    client.sign_in(other, role=Role.TRAINER)
    client.read(one.page)
    for path in ("sign", "round", "absence"):
        client.read(f"{one.half()}/{path}", 404)


def test_the_ledger_counts_what_both_have_signed(
    make: Make, client: Client, session: Session
) -> None:
    one = gathering(make, halves=2, ago=timedelta(hours=9))
    make.group_session(one.cohort, at=now() + timedelta(days=3))
    make.group_session(one.cohort, at=now() - timedelta(days=3), make_up=True)
    for number in (1, 2):
        client.sign_in(one.awa, role=Role.TRAINEE)
        client.submit(f"{one.half(number)}/sign", f"{one.half(number)}/sign")
    (ledger,) = attendance_of(session, one.awa.id, now=now())
    assert (ledger.planned, ledger.signed, ledger.waiting) == (360, 0, 360)
    client.sign_in(one.trainer, role=Role.TRAINER)
    client.submit(f"{one.half(1)}/sign", f"{one.half(1)}/sign")
    (ledger,) = attendance_of(session, one.awa.id, now=now())
    assert (ledger.planned, ledger.signed, ledger.waiting) == (360, 180, 180)
