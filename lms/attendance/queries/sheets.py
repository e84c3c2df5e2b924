"""The sheet of each half-day: who is expected, who has signed, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, Person
from lms.attendance.models import (
    AttendanceMark,
    GroupSession,
    HalfDay,
    LateReason,
    MarkKind,
    SessionTrainer,
    SignedOn,
)
from lms.learning.models import Enrolment, EnrolmentState

LATER = aliased(AttendanceMark)


@dataclass(frozen=True, slots=True)
class Mark:
    """The line of a sheet that holds."""

    kind: MarkKind
    signed_on: SignedOn
    late_reason: LateReason | None
    marked_at: datetime
    number: int = 1
    """Above 1 it corrects an earlier line."""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Somebody on the sheet, with what holds for each half-day."""

    person_id: int
    public_id: str
    name: str
    leads: bool
    marks: dict[int, Mark]
    """By the number of the half-day; none where nothing is said."""


def holds() -> ColumnElement[bool]:
    """Of a person's lines for a half-day, the last one."""
    return ~exists().where(
        LATER.half_day_id == AttendanceMark.half_day_id,
        LATER.person_id == AttendanceMark.person_id,
        LATER.number > AttendanceMark.number,
    )


def last_mark_of(session: Session, half_day_id: int, person_id: int) -> AttendanceMark | None:
    """The person's last line for a half-day."""
    return session.scalars(
        select(AttendanceMark)
        .where(AttendanceMark.half_day_id == half_day_id, AttendanceMark.person_id == person_id)
        .order_by(AttendanceMark.number.desc())
        .limit(1)
    ).one_or_none()


def clashing_mark(session: Session, half: HalfDay, person_id: int) -> bool:
    """Whether the person has signed for another half-day at the same time."""
    asked = (
        select(AttendanceMark.id)
        .join(HalfDay, HalfDay.id == AttendanceMark.half_day_id)
        .where(
            AttendanceMark.person_id == person_id,
            AttendanceMark.kind == MarkKind.PRESENT,
            HalfDay.id != half.id,
            HalfDay.starts_at < half.ends_at,
            HalfDay.ends_at > half.starts_at,
            holds(),
        )
        .limit(1)
    )
    return session.scalar(asked) is not None


def signers_of(session: Session, half_day_id: int) -> int:
    """How many people have signed, but for those who lead."""
    counted = select(func.count(AttendanceMark.id)).where(
        AttendanceMark.half_day_id == half_day_id,
        AttendanceMark.kind == MarkKind.PRESENT,
        AttendanceMark.leads.is_(False),
        holds(),
    )
    return session.scalar(counted) or 0


def is_signed(session: Session, group_session_id: int) -> bool:
    """Whether anybody ever wrote a line for this session."""
    asked = (
        select(AttendanceMark.id)
        .join(HalfDay, HalfDay.id == AttendanceMark.half_day_id)
        .where(HalfDay.group_session_id == group_session_id)
        .limit(1)
    )
    return session.scalar(asked) is not None


def sheet_of(session: Session, held: GroupSession) -> tuple[SheetRow, ...]:
    """Who leads, then people by name: those expected, and whoever has a line; two statements."""
    wrote = (
        select(AttendanceMark.person_id)
        .join(HalfDay, HalfDay.id == AttendanceMark.half_day_id)
        .where(HalfDay.group_session_id == held.id)
    )
    leading = select(SessionTrainer.person_id).where(SessionTrainer.group_session_id == held.id)
    members = select(Enrolment.person_id).where(
        Enrolment.cohort_id == held.cohort_id, Enrolment.state == EnrolmentState.ACTIVE
    )
    leads = Person.id.in_(leading)
    name = (
        select(func.min(Membership.sort_name))
        .where(
            Membership.person_id == Person.id,
            Membership.organisation_id == held.organisation_id,
        )
        .scalar_subquery()
    )
    people = session.execute(
        select(Person.id, Person.public_id, Person.screen_name, leads.label("leads"))
        .where(or_(leads, Person.id.in_(members), Person.id.in_(wrote)))
        .order_by(leads.desc(), name, Person.id)
    )
    marks = _marks_of(session, held.id)
    return tuple(
        SheetRow(row.id, row.public_id, row.screen_name, bool(row.leads), marks.get(row.id, {}))
        for row in people
    )


def _marks_of(session: Session, group_session_id: int) -> dict[int, dict[int, Mark]]:
    found: dict[int, dict[int, Mark]] = {}
    rows = session.execute(
        select(
            AttendanceMark.person_id,
            HalfDay.number,
            AttendanceMark.kind,
            AttendanceMark.signed_on,
            AttendanceMark.late_reason,
            AttendanceMark.marked_at,
            AttendanceMark.number,
            AttendanceMark.digest,
        )
        .join(HalfDay, and_(HalfDay.id == AttendanceMark.half_day_id))
        .where(
            HalfDay.group_session_id == group_session_id,
            AttendanceMark.kind != MarkKind.TAKEN_BACK,
            holds(),
        )
    )
    for row in rows:
        found.setdefault(row.person_id, {})[row.number] = Mark(*row[2:])
    return found
