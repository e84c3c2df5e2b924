"""Beginning and ending a pause, and taking or giving more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import DeadlineMove, Enrolment, MoveKind, Pause
from lms.learning.queries.pace import Pace, pace_of
from lms.learning.rules.pace import ADJUSTMENT_PERCENT, days_until

LONGEST_PAUSE = timedelta(days=731)
LONGEST_EXTENSION = timedelta(days=1096)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPause:
    """How long, if that is known: so many days, or the day of the return."""

    days: int | None = None
    returns_on: date | None = None

    def ends(self, today: date) -> date | None:
        """The first day after the pause, from the day on which it begins or is changed."""
        return today + timedelta(days=self.days) if self.days else self.returns_on


def begin_pause(
    session: Session, order: BeginPause, trainings: Sequence[Pace], *, by: int, now: datetime
) -> None:
    """Let these trainings wait from today on; where they wait already, the end is the new one.

    The database keeps one open pause for a training: two tabs and a double press are one pause.
    """
    for training in trainings:
        today = training.today(now)
        returns_on = order.ends(today)
        _refuse_return(returns_on, today)
        _close_run_out(session, training, today)
        first = insert_new(
            session,
            Pause,
            enrolment_id=training.enrolment_id,
            begins_on=today,
            returns_on=returns_on,
            is_open=True,
        )
        if first or _changed(session, training, returns_on):
            _journal(session, "learning.pause", training, by=by, now=now)


def end_pause(session: Session, trainings: Sequence[Pace], *, by: int, now: datetime) -> bool:
    """Go on today; false when none of them waited. A pause begun today leaves no trace."""
    ended = False
    for training in trainings:
        today = training.today(now)
        _close_run_out(session, training, today)
        same_day = delete(Pause).where(
            Pause.enrolment_id == training.enrolment_id, Pause.is_open, Pause.begins_on >= today
        )
        gone = session.scalars(same_day.returning(Pause.id)).all()
        over = _open(training).values(returns_on=today, is_open=False).returning(Pause.id)
        if gone or session.scalars(over).all():
            ended = True
            _journal(session, "learning.resume", training, by=by, now=now)
    return ended


def take_more_time(session: Session, training: Pace, *, by: int, now: datetime) -> bool:
    """A quarter more time, once, without a reason; false when it was taken already."""
    if training.due_on is None:
        raise RuleBroken("", _("This training has no deadline: take all the time you need."))
    first = insert_new(
        session,
        DeadlineMove,
        enrolment_id=training.enrolment_id,
        kind=MoveKind.ADJUSTMENT,
        percent=ADJUSTMENT_PERCENT,
        days=0,
        given_on=training.today(now),
        given_by=by,
    )
    if first:
        _journal(session, "learning.adjust_deadline", training, by=by, now=now)
    return first


def extend(session: Session, training: Pace, until: date, *, by: int, now: datetime) -> None:
    """Give more days, so that the deadline falls on that day."""
    training = _locked(session, training)
    today = training.today(now)
    if training.plan is None:
        raise RuleBroken("until", _("The cohort plans no deadline: there is nothing to extend."))
    if until > today + LONGEST_EXTENSION:
        raise RuleBroken("until", _("Choose a day within three years."))
    days = days_until(training.plan, training.pauses, until, today=today)
    if not days:
        due_on = training.deadline(today) or today
        raise RuleBroken(
            "until", _("The deadline is %(day)s already. Choose a later day.", day=due_on)
        )
    session.add(
        DeadlineMove(
            enrolment_id=training.enrolment_id,
            kind=MoveKind.EXTENSION,
            days=days,
            given_on=today,
            given_by=by,
        )
    )
    _journal(session, "learning.extend_deadline", training, by=by, now=now)


def _locked(session: Session, training: Pace) -> Pace:
    """The same read again under a lock: two people who give time do not add theirs up."""
    mine = select(Enrolment.id).where(Enrolment.id == training.enrolment_id)
    session.execute(mine.with_for_update())
    return pace_of(session, training.enrolment_id)


def _changed(session: Session, training: Pace, returns_on: date | None) -> bool:
    other = _open(training).where(Pause.returns_on.is_distinct_from(returns_on))
    moved = other.values(returns_on=returns_on).returning(Pause.id)
    return bool(session.scalars(moved).all())


def _refuse_return(returns_on: date | None, today: date) -> None:
    if returns_on is None:
        return
    if returns_on <= today:
        raise RuleBroken("returns_on", _("Choose a day after today, or leave the end open."))
    if returns_on > today + LONGEST_PAUSE:
        raise RuleBroken("returns_on", _("Choose a day within two years, or leave the end open."))


def _close_run_out(session: Session, training: Pace, today: date) -> None:
    """A pause that ended by itself makes room for the next one."""
    session.execute(_open(training).where(Pause.returns_on <= today).values(is_open=False))


def _open(training: Pace) -> Update:
    return (
        update(Pause)
        .where(Pause.enrolment_id == training.enrolment_id, Pause.is_open)
        .execution_options(synchronize_session=False)
    )


def _journal(session: Session, action: str, training: Pace, *, by: int, now: datetime) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=by,
        subject=("enrolment", training.public_id),
        about=training.person_id,
        organisation_id=training.organisation_id,
    )
