"""Planning, changing and cancelling group sessions; people are told by mail, without content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.attendance.models import GroupSession, HalfDay, SessionState, SessionTrainer
from lms.attendance.operations.letters import SessionLetter, tell_people
from lms.attendance.queries.sheets import is_signed
from lms.attendance.rules.times import Span, half_day
from lms.journal.operations import record
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Cohort
from lms.learning.operations.enrolments import note_group_facts
from lms.organisations.models import Organisation

MOST_TIMES = 30
HALVES = ("first", "second")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSession:
    """What whoever plans writes about a session; times are those of the organisation's clock."""

    title: str
    module_id: int | None
    day: date
    first_begins: time
    first_ends: time
    second_begins: time | None
    second_ends: time | None
    place: str
    link: str
    capacity: int | None
    make_up: bool
    trainers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Who plans, when, and an id from which the ids of a series follow."""

    by: int
    now: datetime
    public_id: str


def plan(
    session: Session, cohort: Cohort, order: PlanSession, how: Planner, *, times: int, weeks: int
) -> GroupSession:
    """A session, or a series at the same hour every so many weeks; the first one."""
    if not order.trainers:
        raise RuleBroken("trainers", _("Choose who leads the session."))
    if not 1 <= times <= MOST_TIMES:
        raise RuleBroken("times", _("Plan between 1 and 30 sessions at a time."))
    series = how.public_id if times > 1 else None
    made = []
    for number in range(times):
        one = replace(order, day=order.day + timedelta(weeks=number * weeks))
        public_id = how.public_id if not number else f"{how.public_id}-{number + 1}"
        made.append(_make(session, cohort, one, how, public_id, series))
    return made[0]


def change(
    session: Session, cohort: Cohort, held: GroupSession, order: PlanSession, how: Planner
) -> None:
    """Change a session; its times stay once somebody has signed."""
    _refuse_cancelled(held)
    spans = _spans(session, cohort, order)
    halves = halves_of(session, held.id)
    if spans != [Span(half.starts_at, half.ends_at) for half in halves]:
        if is_signed(session, held.id):
            raise RuleBroken("day", _("Somebody has signed: the day and the hours stay."))
        session.execute(delete(HalfDay).where(HalfDay.group_session_id == held.id))
        _add_halves(session, held, spans, how.public_id)
    held.title, held.module_id, held.place, held.link = (
        order.title,
        order.module_id,
        order.place,
        order.link,
    )
    held.capacity, held.make_up, held.first_at = order.capacity, order.make_up, spans[0].starts_at
    held.changes += 1
    session.execute(delete(SessionTrainer).where(SessionTrainer.group_session_id == held.id))
    _add_trainers(session, held, order.trainers)
    session.flush()
    _journal(session, held, "attendance.change_session", how)
    letter = SessionLetter(held, f"change{held.changes}", _("A group session has changed."))
    tell_people(session, letter, but=how.by, now=how.now)


def cancel(session: Session, held: GroupSession, how: Planner) -> None:
    """The session does not take place; once, and not after somebody has signed."""
    if is_signed(session, held.id):
        raise RuleBroken("", _("Somebody has signed: this session has taken place."))
    gone = session.scalar(
        update(GroupSession)
        .where(GroupSession.id == held.id, GroupSession.state == SessionState.PLANNED)
        .values(state=SessionState.CANCELLED)
        .returning(GroupSession.id)
    )
    if gone is None:
        return
    _journal(session, held, "attendance.cancel_session", how)
    letter = SessionLetter(held, "cancel", _("A group session does not take place."))
    tell_people(session, letter, but=how.by, now=how.now)


def halves_of(session: Session, group_session_id: int) -> Sequence[HalfDay]:
    """The half-days of a session, in order."""
    asked = (
        select(HalfDay).where(HalfDay.group_session_id == group_session_id).order_by(HalfDay.number)
    )
    return session.scalars(asked).all()


def lock_session(session: Session, group_session_id: int) -> GroupSession:
    """The session as it is now; changes, cancelling and signatures of it go one after another."""
    asked = select(GroupSession).where(GroupSession.id == group_session_id).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).one()


def _make(
    session: Session,
    cohort: Cohort,
    order: PlanSession,
    how: Planner,
    public_id: str,
    series: str | None,
) -> GroupSession:
    spans = _spans(session, cohort, order)
    held = GroupSession(
        public_id=public_id,
        organisation_id=cohort.organisation_id,
        cohort_id=cohort.id,
        module_id=order.module_id,
        series=series,
        title=order.title,
        place=order.place,
        link=order.link,
        capacity=order.capacity,
        make_up=order.make_up,
        first_at=spans[0].starts_at,
    )
    session.add(held)
    session.flush()
    _add_halves(session, held, spans, public_id)
    _add_trainers(session, held, order.trainers)
    _journal(session, held, "attendance.plan_session", how)
    return held


def _spans(session: Session, cohort: Cohort, order: PlanSession) -> list[Span]:
    zone = session.get_one(Organisation, cohort.organisation_id).time_zone
    spans = [half_day(order.day, order.first_begins, order.first_ends, zone, which="first")]
    if (order.second_begins is None) != (order.second_ends is None):
        raise RuleBroken("second_ends", _("Write both hours of the second half-day, or none."))
    if order.second_begins is not None and order.second_ends is not None:
        spans.append(
            half_day(order.day, order.second_begins, order.second_ends, zone, which="second")
        )
        if spans[0].ends_at > spans[1].starts_at:
            raise RuleBroken(
                "second_begins", _("The second half-day begins after the end of the first.")
            )
    return spans


def _add_halves(
    session: Session, held: GroupSession, spans: Sequence[Span], public_id: str
) -> None:
    for number, span in enumerate(spans, 1):
        session.add(
            HalfDay(
                public_id=f"{public_id}.{number}",
                group_session_id=held.id,
                organisation_id=held.organisation_id,
                number=number,
                starts_at=span.starts_at,
                ends_at=span.ends_at,
            )
        )


def _add_trainers(session: Session, held: GroupSession, trainers: Sequence[int]) -> None:
    if not trainers:
        raise RuleBroken("trainers", _("Choose who leads the session."))
    for person_id in trainers:
        session.add(
            SessionTrainer(
                group_session_id=held.id, person_id=person_id, organisation_id=held.organisation_id
            )
        )


def _refuse_cancelled(held: GroupSession) -> None:
    if held.state is SessionState.CANCELLED:
        raise RuleBroken("", _("This session was cancelled."))


def _journal(session: Session, held: GroupSession, action: str, how: Planner) -> None:
    # What is planned is what a share is taken of.
    note_group_facts(session, held.cohort_id, now=how.now)
    record(
        session,
        action,
        now=how.now,
        actor_id=how.by,
        subject=("group_session", held.public_id),
        organisation_id=held.organisation_id,
    )
