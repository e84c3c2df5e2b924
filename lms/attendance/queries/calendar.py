"""Group sessions that somebody may see: a filter for each role, lists by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.attendance.models import GroupSession, HalfDay, SessionState, SessionTrainer
from lms.kernel.actor import Actor, Role
from lms.learning.models import Cohort, CohortStaff, CohortState, Enrolment, EnrolmentState
from lms.learning.queries.cohorts import staffing
from lms.organisations.models import Organisation

PAGE = 25


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A session in a calendar."""

    public_id: str
    title: str
    cohort: str
    place: str
    link: str
    cancelled: bool
    make_up: bool
    first_at: datetime
    ends_at: datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Sessions by date, and the key of the next page."""

    rows: Sequence[CalendarRow]
    next_key: str | None


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A session with its half-days, its cohort, and the clock of its organisation."""

    held: GroupSession
    cohort: Cohort
    organisation: Organisation
    halves: Sequence[HalfDay]


def open_to(actor: Actor) -> ColumnElement[bool]:
    """Which sessions the actor may see."""
    if actor.role is Role.TRAINEE:
        # Read from one's few cohorts: SQLite would ask it of every session that there is.
        joined = select(Enrolment.cohort_id).where(
            Enrolment.person_id == actor.person_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Membership.id == Enrolment.membership_id,
            Membership.state == MembershipState.ACTIVE,
        )
        return GroupSession.cohort_id.in_(joined)
    if actor.role in (Role.TRAINER, Role.TUTOR):
        return GroupSession.cohort_id.in_(_accompanied(actor))
    if actor.role is Role.MANAGER and actor.organisation_id is not None:
        return GroupSession.organisation_id == actor.organisation_id
    return false()


def _accompanied(actor: Actor) -> Select[int]:
    """The ids of the cohorts that the actor accompanies today in this role."""
    return select(CohortStaff.cohort_id).where(*staffing(actor.person_id, actor.role))


def calendar(
    session: Session, actor: Actor, *, now: datetime, past: bool = False, after: str = ""
) -> CalendarPage:
    """25 sessions that are to come, or that are over, the nearest first; one statement."""
    ends = select(func.max(HalfDay.ends_at)).where(HalfDay.group_session_id == GroupSession.id)
    ends_at = ends.correlate(GroupSession).scalar_subquery()
    order = (GroupSession.first_at, GroupSession.id)
    query: Any = (
        select(
            GroupSession.public_id,
            GroupSession.title,
            Cohort.name,
            GroupSession.place,
            GroupSession.link,
            GroupSession.state == SessionState.CANCELLED,
            GroupSession.make_up,
            GroupSession.first_at,
            ends_at.label("ends_at"),
            Organisation.time_zone,
        )
        .join(Cohort, Cohort.id == GroupSession.cohort_id)
        .join(Organisation, Organisation.id == GroupSession.organisation_id)
        .where(open_to(actor), ends_at < now if past else ends_at >= now)
        .order_by(*((column.desc() for column in order) if past else order))
        .limit(PAGE + 1)
    )
    if after:
        last = select(GroupSession.first_at, GroupSession.id).where(
            GroupSession.public_id == after, open_to(actor)
        )
        key = last.subquery()
        then = tuple_(select(key.c.first_at).scalar_subquery(), select(key.c.id).scalar_subquery())
        query = query.where(tuple_(*order) < then if past else tuple_(*order) > then)
    rows = [CalendarRow(*row) for row in session.execute(query)]
    more = len(rows) > PAGE
    return CalendarPage(rows[:PAGE], rows[PAGE - 1].public_id if more else None)


def session_file(session: Session, actor: Actor, public_id: str) -> SessionFile | None:
    """A session that the actor may see; two statements."""
    row = session.execute(
        select(GroupSession, Cohort, Organisation)
        .join(Cohort, Cohort.id == GroupSession.cohort_id)
        .join(Organisation, Organisation.id == GroupSession.organisation_id)
        .where(GroupSession.public_id == public_id, open_to(actor))
    ).one_or_none()
    if row is None:
        return None
    halves = session.scalars(
        select(HalfDay).where(HalfDay.group_session_id == row[0].id).order_by(HalfDay.number)
    ).all()
    return SessionFile(row[0], row[1], row[2], halves)


def half_day_file(
    session: Session, actor: Actor, public_id: str
) -> tuple[SessionFile, HalfDay] | None:
    """A half-day of a session that the actor may see."""
    found = session.scalar(
        select(GroupSession.public_id)
        .join(HalfDay, HalfDay.group_session_id == GroupSession.id)
        .where(HalfDay.public_id == public_id)
    )
    file = session_file(session, actor, found) if found else None
    if file is None:
        return None
    return file, next(half for half in file.halves if half.public_id == public_id)


def cohorts_to_plan(session: Session, actor: Actor) -> Sequence[Cohort]:
    """Open cohorts for which the actor may plan sessions."""
    if actor.role is Role.TRAINER:
        mine: ColumnElement[bool] = Cohort.id.in_(_accompanied(actor))
    elif actor.role is Role.MANAGER and actor.organisation_id is not None:
        mine = Cohort.organisation_id == actor.organisation_id
    else:
        mine = false()
    return session.scalars(
        select(Cohort)
        .where(mine, Cohort.state == CohortState.OPEN)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(100)
    ).all()


def trainers_of(session: Session, cohort_id: int, held_id: int = 0) -> dict[int, str]:
    """Trainers of the cohort today, and whoever leads the session already, by id."""
    leading = select(SessionTrainer.person_id).where(SessionTrainer.group_session_id == held_id)
    staff = select(CohortStaff.person_id).where(
        CohortStaff.cohort_id == cohort_id,
        CohortStaff.role == Role.TRAINER,
        CohortStaff.ended_on.is_(None),
    )
    rows = session.execute(
        select(Person.id, Person.screen_name)
        .where(or_(Person.id.in_(staff), Person.id.in_(leading)))
        .order_by(Person.family_name, Person.id)
    )
    return {row.id: row.screen_name for row in rows}


def leaders_of(session: Session, held_id: int) -> tuple[int, ...]:
    """Who leads the session."""
    return tuple(
        session.scalars(
            select(SessionTrainer.person_id)
            .where(SessionTrainer.group_session_id == held_id)
            .order_by(SessionTrainer.person_id)
        )
    )
