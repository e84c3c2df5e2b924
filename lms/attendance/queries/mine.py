"""One person's own lines: in a session, and as a ledger over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from lms.attendance.models import (
    AttendanceMark,
    GroupSession,
    HalfDay,
    MarkKind,
    SessionState,
    SessionTrainer,
)
from lms.attendance.queries.sheets import LATER, Mark, holds
from lms.learning.models import Enrolment
from lms.organisations.models import Organisation

LEADING = aliased(AttendanceMark)


@dataclass(frozen=True, slots=True)
class AttendanceMinutes:
    """Minutes of half-days of one organisation, until now, apart by what is known of them."""

    organisation_id: int
    organisation_name: str
    planned: int
    signed: int
    """Signed by the person and by who leads."""
    waiting: int
    """Signed by the person, not yet by who leads."""


def my_marks(session: Session, held_id: int, person_id: int) -> dict[int, Mark]:
    """What holds of the person's lines in a session, by the number of the half-day."""
    rows = session.execute(
        select(
            HalfDay.number,
            AttendanceMark.kind,
            AttendanceMark.signed_on,
            AttendanceMark.late_reason,
            AttendanceMark.marked_at,
        )
        .join(HalfDay, HalfDay.id == AttendanceMark.half_day_id)
        .where(
            HalfDay.group_session_id == held_id,
            AttendanceMark.person_id == person_id,
            AttendanceMark.kind != MarkKind.TAKEN_BACK,
            holds(),
        )
    )
    return {row.number: Mark(*row[1:]) for row in rows}


def leads(session: Session, held_id: int, person_id: int) -> bool:
    """Whether the person leads the session."""
    asked = select(SessionTrainer.person_id).where(
        SessionTrainer.group_session_id == held_id, SessionTrainer.person_id == person_id
    )
    return session.scalar(asked) is not None


def attendance_of(
    session: Session, person_id: int, *, now: datetime, organisation_id: int | None = None
) -> tuple[AttendanceMinutes, ...]:
    """The ledger of group sessions, by organisation; one statement.

    Planned: half-days that have begun, of the person's cohorts, make-ups left out. Signed: all
    half-days that the person signed and that somebody who leads signed too.
    """
    later = aliased(AttendanceMark)
    newest = ~exists().where(
        later.half_day_id == LEADING.half_day_id,
        later.person_id == LEADING.person_id,
        later.number > LEADING.number,
    )
    led = exists().where(
        LEADING.half_day_id == HalfDay.id,
        LEADING.leads.is_(True),
        LEADING.kind == MarkKind.PRESENT,
        newest,
    )
    signed = exists().where(
        AttendanceMark.half_day_id == HalfDay.id,
        AttendanceMark.person_id == person_id,
        AttendanceMark.leads.is_(False),
        AttendanceMark.kind == MarkKind.PRESENT,
        ~exists().where(
            LATER.half_day_id == AttendanceMark.half_day_id,
            LATER.person_id == AttendanceMark.person_id,
            LATER.number > AttendanceMark.number,
        ),
    )
    mine = exists().where(
        Enrolment.cohort_id == GroupSession.cohort_id, Enrolment.person_id == person_id
    )
    query: Any = (
        select(
            GroupSession.organisation_id,
            Organisation.name,
            HalfDay.starts_at,
            HalfDay.ends_at,
            GroupSession.make_up,
            signed.label("signed"),
            led.label("led"),
        )
        .join(GroupSession, GroupSession.id == HalfDay.group_session_id)
        .join(Organisation, Organisation.id == GroupSession.organisation_id)
        .where(mine, GroupSession.state == SessionState.PLANNED, HalfDay.starts_at <= now)
        .order_by(GroupSession.organisation_id)
    )
    if organisation_id is not None:
        query = query.where(GroupSession.organisation_id == organisation_id)
    return tuple(
        _summed(place, tuple(rows))
        for place, rows in groupby(session.execute(query), key=lambda row: (row[0], row[1]))
    )


def _summed(place: tuple[int, str], rows: Sequence[Any]) -> AttendanceMinutes:
    def total(wanted: Callable[[Any], bool]) -> int:
        return sum(_minutes(row) for row in rows if wanted(row))

    return AttendanceMinutes(
        *place,
        planned=total(lambda row: not row.make_up),
        signed=total(lambda row: row.signed and row.led),
        waiting=total(lambda row: row.signed and not row.led),
    )


def _minutes(row: Any) -> int:
    return int((row.ends_at - row.starts_at).total_seconds()) // 60
