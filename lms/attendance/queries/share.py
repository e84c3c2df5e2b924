"""The half-days that count for one training, as they stand for its person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from lms.attendance.models import (
    AttendanceMark,
    GroupSession,
    HalfDay,
    MarkKind,
    SessionState,
)
from lms.attendance.rules.share import Attended
from lms.catalogue.models import ProgrammeVersion
from lms.learning.models import Cohort, Enrolment
from lms.organisations.models import Organisation


def half_days_for(
    session: Session,
    person_id: int,
    organisation_id: int,
    version_id: int,
    *,
    now: datetime,
    until: date | None = None,
) -> tuple[Attended, ...]:
    """Half-days of the cohort of a training, and those that the person signed in others of the
    same programme under that organisation; one statement.

    `until`: the day on which the training ended.
    """
    asked = {"person": person_id, "organisation": organisation_id, "version": version_id}
    rows = session.execute(_HALVES, asked)
    found = (_attended(row, now) for row in rows)
    return tuple(half for half in found if until is None or half.held_on <= until)


def _attended(row: Any, now: datetime) -> Attended:
    return Attended(
        public_id=row.public_id,
        held_on=row.starts_at.astimezone(ZoneInfo(row.time_zone)).date(),
        minutes=int((row.ends_at - row.starts_at).total_seconds()) // 60,
        planned=bool(row.mine) and not row.make_up,
        over=row.ends_at <= now,
        signed=bool(row.signed),
        led=bool(row.led),
    )


def _present(*who: Any) -> Any:
    """Whether a half-day holds somebody's signature that was not taken back."""
    mark, later = aliased(AttendanceMark), aliased(AttendanceMark)
    return exists().where(
        mark.half_day_id == HalfDay.id,
        mark.kind == MarkKind.PRESENT,
        *(condition(mark) for condition in who),
        ~exists().where(
            later.half_day_id == mark.half_day_id,
            later.person_id == mark.person_id,
            later.number > mark.number,
        ),
    )


def _put_together() -> Any:
    mine = exists().where(
        Enrolment.cohort_id == GroupSession.cohort_id,
        Enrolment.person_id == bindparam("person"),
        Enrolment.organisation_id == bindparam("organisation"),
        Enrolment.version_id == bindparam("version"),
    )
    signed = _present(
        lambda mark: mark.person_id == bindparam("person"), lambda mark: mark.leads.is_(False)
    )
    led = _present(lambda mark: mark.leads.is_(True))
    programme = select(ProgrammeVersion.programme_id).where(
        ProgrammeVersion.id == bindparam("version")
    )
    return (
        select(
            HalfDay.public_id,
            HalfDay.starts_at,
            HalfDay.ends_at,
            GroupSession.make_up,
            Organisation.time_zone,
            mine.label("mine"),
            signed.label("signed"),
            led.label("led"),
        )
        .join(GroupSession, GroupSession.id == HalfDay.group_session_id)
        .join(Organisation, Organisation.id == GroupSession.organisation_id)
        .join(Cohort, Cohort.id == GroupSession.cohort_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Cohort.version_id)
        .where(
            GroupSession.organisation_id == bindparam("organisation"),
            GroupSession.state == SessionState.PLANNED,
            ProgrammeVersion.programme_id == programme.scalar_subquery(),
            or_(mine, signed),
        )
        .order_by(HalfDay.starts_at, HalfDay.id)
    )


_HALVES = _put_together()
