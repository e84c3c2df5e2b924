"""The people whom a tutor accompanies: who waits for an answer, who was not heard from, and all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.models import Activity, Module
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere
from lms.learning.models import (
    Attempt,
    Cohort,
    Completion,
    ContactKind,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Pause,
    Side,
    TutorContact,
    TutorMessage,
)
from lms.learning.queries.cohorts import accompanied_by
from lms.learning.queries.pace import in_pause
from lms.learning.rules.pace import QUIET_DAYS

PAGE = 25


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody whose message has no answer yet."""

    public_id: str
    name: str
    cohort: str
    sent_on: date
    due_on: date | None
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class QuietRow:
    """Somebody of whom there was no sign for a while, and the last contact that was made."""

    public_id: str
    name: str
    cohort: str
    heard_on: date
    contacted_on: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody whom the tutor accompanies."""

    public_id: str
    name: str
    cohort: str
    paused: bool
    unread: bool


def accompanied(session: Session, tutor_id: int, public_id: str) -> int:
    """The training of that address, if the tutor accompanies it today; else `NotThere`."""
    asked = (
        select(Enrolment.id)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .where(Enrolment.public_id == public_id, *_mine(tutor_id))
    )
    found = session.scalar(asked)
    if found is None:
        raise NotThere
    return found


def waiting_for(session: Session, tutor_id: int) -> tuple[WaitingRow, ...]:
    """People whose messages wait for an answer, the one due first on top; one statement."""
    due_on, sent_on = func.min(TutorMessage.due_on), func.min(TutorMessage.sent_on)
    rows = session.execute(
        select(
            Enrolment.public_id,
            Person.screen_name,
            Cohort.name,
            sent_on,
            due_on,
            func.count(TutorMessage.id),
            func.count().over(),
        )
        .select_from(Enrolment)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(TutorMessage, TutorMessage.enrolment_id == Enrolment.id)
        .where(
            *_mine(tutor_id),
            TutorMessage.side == Side.TRAINEE,
            TutorMessage.answered_on.is_(None),
        )
        .group_by(Enrolment.id, Enrolment.public_id, Person.screen_name, Cohort.name)
        .order_by(due_on, sent_on, Enrolment.id)
        .limit(PAGE)
    )
    return tuple(WaitingRow(*row) for row in rows)


def quiet_people(session: Session, tutor_id: int, *, today: date) -> tuple[QuietRow, ...]:
    """People of whom there was no sign for 14 days, the longest silence first; one statement.

    Left out: those in pause, or back for less than that, and those with no step left to do. A
    sign is a step, a quiz, a message, a conversation or a return; nothing is counted or added up.
    """
    since = today - timedelta(days=QUIET_DAYS[0])
    signs = (_steps(), _quizzes(), _messages(), _returns(today), _spoken())
    rows = session.execute(
        select(
            Enrolment.public_id,
            Person.screen_name,
            Cohort.name,
            Enrolment.enrolled_on,
            Cohort.starts_on,
            *(sign.scalar_subquery() for sign in signs),
            _contacted().scalar_subquery(),
        )
        .select_from(Enrolment)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            *_mine(tutor_id),
            Enrolment.enrolled_on <= since,
            Cohort.starts_on <= since,
            ~in_pause(today),
            _has_steps_left(),
            *(or_(last.is_(None), last <= since) for last in (s.scalar_subquery() for s in signs)),
        )
    )
    found = [_quiet(tuple(row)) for row in rows]
    return tuple(sorted(found, key=lambda row: (row.heard_on, row.name)))


def _quiet(row: tuple[Any, ...]) -> QuietRow:
    public_id, name, cohort, *signs, contacted_on = row
    return QuietRow(
        public_id, name, cohort, max(day for day in signs if day is not None), contacted_on
    )


def people_of(
    session: Session, tutor_id: int, *, today: date, after: str = ""
) -> tuple[tuple[PersonRow, ...], str | None]:
    """Everybody whom the tutor accompanies, by name, and the next page's key; one statement."""
    unread = exists().where(
        TutorMessage.enrolment_id == Enrolment.id,
        TutorMessage.side == Side.TRAINEE,
        TutorMessage.opened_at.is_(None),
    )
    asked = (
        select(
            Enrolment.public_id,
            Person.screen_name,
            Cohort.name,
            in_pause(today),
            unread.correlate(Enrolment),
        )
        .select_from(Enrolment)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(*_mine(tutor_id))
        .order_by(Membership.sort_name, Enrolment.id)
        .limit(PAGE + 1)
    )
    if after:
        asked = asked.where(tuple_(Membership.sort_name, Enrolment.id) > _place(after))
    rows = [PersonRow(*row) for row in session.execute(asked)]
    return tuple(rows[:PAGE]), rows[PAGE - 1].public_id if len(rows) > PAGE else None


def _mine(tutor_id: int) -> tuple[ColumnElement[bool], ...]:
    """Trainings under way that the tutor accompanies; one's own is not among them."""
    return (
        Enrolment.state == EnrolmentState.ACTIVE,
        Membership.state == MembershipState.ACTIVE,
        Enrolment.person_id != tutor_id,
        accompanied_by(tutor_id, Role.TUTOR),
    )


def _place(after: str) -> Any:
    other, held = aliased(Enrolment), aliased(Membership)
    return (
        select(held.sort_name, other.id)
        .join(held, held.id == other.membership_id)
        .where(other.public_id == after)
        .scalar_subquery()
    )


def _steps() -> Select[Any]:
    """The last step of this programme: others are not this tutor's concern."""
    return (
        select(func.max(Completion.completed_on))
        .join(Activity, Activity.id == Completion.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .where(
            Completion.person_id == Enrolment.person_id, Module.version_id == Enrolment.version_id
        )
        .correlate(Enrolment)
    )


def _quizzes() -> Select[Any]:
    """The last quiz that was sent, passed or not."""
    return (
        select(func.max(Attempt.submitted_on))
        .join(Activity, Activity.id == Attempt.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .where(Attempt.person_id == Enrolment.person_id, Module.version_id == Enrolment.version_id)
        .correlate(Enrolment)
    )


def _messages() -> Select[Any]:
    return (
        select(func.max(TutorMessage.sent_on))
        .where(TutorMessage.enrolment_id == Enrolment.id, TutorMessage.side == Side.TRAINEE)
        .correlate(Enrolment)
    )


def _returns(today: date) -> Select[Any]:
    return (
        select(func.max(Pause.returns_on))
        .where(Pause.enrolment_id == Enrolment.id, Pause.returns_on <= today)
        .correlate(Enrolment)
    )


def _spoken() -> Select[Any]:
    return _contacted().where(TutorContact.kind == ContactKind.SPOKE)


def _contacted() -> Select[Any]:
    return (
        select(func.max(TutorContact.made_on))
        .where(TutorContact.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
    )


def _has_steps_left() -> ColumnElement[bool]:
    done = exists().where(
        and_(Completion.activity_id == Activity.id, Completion.person_id == Enrolment.person_id)
    )
    exempted = exists().where(
        ExemptedStep.enrolment_id == Enrolment.id,
        ExemptedStep.activity_id == Activity.id,
        ExemptedStep.in_force,
    )
    return (
        select(Activity.id)
        .join(Module, Module.id == Activity.module_id)
        .where(
            Module.version_id == Enrolment.version_id,
            ~done.correlate(Activity, Enrolment),
            ~exempted.correlate(Activity, Enrolment),
        )
        .correlate(Enrolment)
        .exists()
    )
