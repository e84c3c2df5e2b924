"""What a training's deadline is made of, read for its person, its tutors and its organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.kernel.base import Id
from lms.kernel.refusals import NotThere
from lms.learning.models import (
    Cohort,
    DeadlineMove,
    Enrolment,
    EnrolmentState,
    ModuleDeadline,
    MoveKind,
    Pause,
)
from lms.learning.rules.pace import Absence, Plan, civil_day, current, deadline
from lms.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What was added to a deadline: a share of the days, days, and since when the share is."""

    percent: int = 0
    days: int = 0
    adjusted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One training with its cohort's dates, its pauses (the last one first) and its additions."""

    enrolment_id: int
    public_id: str
    person_id: int
    name: str
    organisation_id: int
    organisation_name: str
    time_zone: str
    territory: str
    version_id: int
    enrolled_on: date
    cohort_id: int | None
    cohort_name: str | None
    starts_on: date | None
    due_on: date | None
    answer_days: int | None
    pauses: tuple[Absence, ...] = ()
    stretch: Stretch = Stretch()
    modules: tuple[tuple[str, date], ...] = ()
    """By when the cohort plans to have done each module, by its short name."""

    def today(self, now: datetime) -> date:
        """The civil day where the organisation is."""
        return civil_day(now, self.time_zone)

    @property
    def plan(self) -> Plan | None:
        """None where the cohort plans no deadline."""
        return self._plan(self.due_on) if self.due_on else None

    def module_deadlines(self, today: date) -> dict[str, date]:
        """The person's own dates for modules, by short name: they move as the deadline does."""
        return {
            module: deadline(self._plan(due_on), self.pauses, today=today)
            for module, due_on in self.modules
        }

    def _plan(self, due_on: date) -> Plan:
        begun = max(self.enrolled_on, self.starts_on or self.enrolled_on)
        return Plan(
            starts_on=min(begun, due_on),
            due_on=due_on,
            percent=self.stretch.percent,
            days=self.stretch.days,
        )

    def deadline(self, today: date) -> date | None:
        """The person's own deadline as it stands today."""
        return deadline(self.plan, self.pauses, today=today) if self.plan else None

    def deadline_without(self, absence: Absence, today: date) -> date | None:
        """The same as if that pause had not been."""
        rest = tuple(one for one in self.pauses if one != absence)
        return deadline(self.plan, rest, today=today) if self.plan else None

    def pause(self, today: date) -> Absence | None:
        """The pause of today, if there is one."""
        return current(self.pauses, today)

    def last_return(self, today: date) -> Absence | None:
        """The pause that ended last."""
        over = (one for one in self.pauses if one.returns_on and one.returns_on <= today)
        return max(over, key=lambda one: one.returns_on or date.min, default=None)


def paces_of(session: Session, person_id: int) -> tuple[Pace, ...]:
    """The trainings under way of one person, the newest first; four statements."""
    rows = session.execute(_MINE, {"person": person_id}).mappings().all()
    return _filled(session, [Pace(**row) for row in rows])


def pace_of(session: Session, enrolment_id: int) -> Pace:
    """One training; four statements."""
    row = session.execute(_ONE, {"enrolment": enrolment_id}).mappings().one()
    return _filled(session, [Pace(**row)])[0]


def pauses_of(session: Session, enrolment_ids: Iterable[int]) -> dict[int, tuple[Absence, ...]]:
    """The pauses of each training, the last one first; one statement."""
    found: dict[int, tuple[Absence, ...]] = {}
    for row in session.execute(_PAUSES, {"enrolments": list(enrolment_ids)}):
        mine = found.get(row.enrolment_id, ())
        found[row.enrolment_id] = (*mine, Absence(row.begins_on, row.returns_on))
    return found


def pauses_in(
    session: Session, person_id: int, organisation_id: int, *, since: date
) -> tuple[Absence, ...]:
    """The pauses of a person's trainings under one organisation that were not over by that day,
    the last one first; one statement."""
    rows = session.execute(
        select(Pause.begins_on, Pause.returns_on)
        .join(Enrolment, Enrolment.id == Pause.enrolment_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.organisation_id == organisation_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Pause.returns_on.is_(None) | (Pause.returns_on > since),
        )
        .distinct()
        .order_by(Pause.begins_on.desc())
    )
    return tuple(Absence(*row) for row in rows)


def training_in(session: Session, organisation_id: int, public_id: str) -> int:
    """The training of that address under way in the organisation; else `NotThere`."""
    found = session.scalar(
        select(Enrolment.id).where(
            Enrolment.public_id == public_id,
            Enrolment.organisation_id == organisation_id,
            Enrolment.state == EnrolmentState.ACTIVE,
        )
    )
    if found is None:
        raise NotThere
    return found


def in_pause(today: date) -> ColumnElement[bool]:
    """A filter: enrolments that pause that day; no reminder goes to them."""
    return (
        select(Pause.id)
        .where(
            Pause.enrolment_id == Enrolment.id,
            Pause.begins_on <= today,
            Pause.returns_on.is_(None) | (Pause.returns_on > today),
        )
        .correlate(Enrolment)
        .exists()
    )


def modules_of(session: Session, cohort_ids: Iterable[int]) -> dict[int, dict[str, date]]:
    """The days that each cohort plans for modules; one statement."""
    found: dict[int, dict[str, date]] = {}
    for row in session.execute(_MODULES, {"cohorts": list(cohort_ids)}):
        found.setdefault(row.cohort_id, {})[row.module] = row.due_on
    return found


def _filled(session: Session, found: Sequence[Pace]) -> tuple[Pace, ...]:
    ids = [one.enrolment_id for one in found]
    pauses, stretches = pauses_of(session, ids), _stretches(session, ids)
    modules = modules_of(session, {one.cohort_id for one in found if one.cohort_id})
    return tuple(
        replace(
            one,
            modules=tuple(modules.get(one.cohort_id or 0, {}).items()),
            pauses=pauses.get(one.enrolment_id, ()),
            stretch=stretches.get(one.enrolment_id, Stretch()),
        )
        for one in found
    )


def _stretches(session: Session, enrolment_ids: Sequence[int]) -> dict[int, Stretch]:
    found: dict[int, Stretch] = {}
    for row in session.execute(_MOVES, {"enrolments": enrolment_ids}):
        before = found.get(row.enrolment_id, Stretch())
        own = row.kind is MoveKind.ADJUSTMENT
        found[row.enrolment_id] = Stretch(
            percent=before.percent + row.percent,
            days=before.days + row.days,
            adjusted_on=row.given_on if own else before.adjusted_on,
        )
    return found


def _paces() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.public_id,
            Enrolment.person_id,
            Person.screen_name.label("name"),
            Enrolment.organisation_id,
            Organisation.name.label("organisation_name"),
            Organisation.time_zone,
            Organisation.territory,
            Enrolment.version_id,
            Enrolment.enrolled_on,
            Enrolment.cohort_id,
            Cohort.name.label("cohort_name"),
            Cohort.starts_on,
            Cohort.deadline.label("due_on"),
            Cohort.answer_days,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .join(Membership, Membership.id == Enrolment.membership_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    )


# Put together once: that takes longer than to ask them.
_MINE = (
    _paces()
    .where(
        Enrolment.person_id == bindparam("person", type_=Id),
        Enrolment.state == EnrolmentState.ACTIVE,
        Membership.state == MembershipState.ACTIVE,
    )
    .order_by(Enrolment.enrolled_on.desc(), Enrolment.id.desc())
)
_ONE = _paces().where(Enrolment.id == bindparam("enrolment", type_=Id))
_PAUSES = (
    select(Pause.enrolment_id, Pause.begins_on, Pause.returns_on)
    .where(Pause.enrolment_id.in_(bindparam("enrolments", expanding=True)))
    .order_by(Pause.begins_on.desc(), Pause.id.desc())
)
_MODULES = select(ModuleDeadline.cohort_id, ModuleDeadline.module, ModuleDeadline.due_on).where(
    ModuleDeadline.cohort_id.in_(bindparam("cohorts", expanding=True))
)
_MOVES = (
    select(
        DeadlineMove.enrolment_id,
        DeadlineMove.kind,
        DeadlineMove.percent,
        DeadlineMove.days,
        DeadlineMove.given_on,
    )
    .where(DeadlineMove.enrolment_id.in_(bindparam("enrolments", expanding=True)))
    .order_by(DeadlineMove.id)
)
