"""What the people of a cohort have done, step by step: no score, no order but that of names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, bindparam, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.rules.outline import ModuleOutline
from lms.kernel.actor import Role
from lms.kernel.base import Id
from lms.learning.models import (
    Cohort,
    CohortStaff,
    Completion,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Exemption,
)
from lms.learning.queries.cohorts import staffing
from lms.learning.queries.pace import pauses_of
from lms.learning.rules.pace import Absence

PAGE = 25
AT_ONCE = 200
MOST_COHORTS = 100

Done = Mapping[int, date]
Days = dict[int, dict[int, date]]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Somebody of the cohort, and the day of each step that is done, by the step's id."""

    enrolment: str
    name: str
    key: tuple[str, int]
    other_version: bool
    done: Done
    exempted: Done
    """The same for steps that are not needed and were not done."""

    pauses: tuple[Absence, ...] = ()
    """Dates only, for whoever accompanies; the last one first."""

    def exempted_in(self, module: ModuleOutline) -> int:
        """From how many steps of the module the person is exempted."""
        return sum(step.id in self.exempted for step in module.activities)

    def done_in(self, module: ModuleOutline) -> int:
        """How many steps of the module are done."""
        return sum(step.id in self.done for step in module.activities)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Some people by name, and whether others follow."""

    rows: Sequence[ReportRow]
    next_key: str | None


def accompanied_cohort(
    session: Session, person_id: int, public_id: str, role: Role | None
) -> Cohort | None:
    """A cohort that the person accompanies in this role today; one statement."""
    asked = select(Cohort).join(CohortStaff, CohortStaff.cohort_id == Cohort.id)
    return session.scalars(
        asked.where(Cohort.public_id == public_id, *staffing(person_id, role)).limit(1)
    ).one_or_none()


def accompanied_cohorts(session: Session, person_id: int, role: Role | None) -> Sequence[Cohort]:
    """The cohorts that the person accompanies in this role today, the newest first."""
    asked = select(Cohort).join(CohortStaff, CohortStaff.cohort_id == Cohort.id)
    return session.scalars(
        asked.where(*staffing(person_id, role))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(MOST_COHORTS)
    ).all()


def report(
    session: Session, cohort: Cohort, steps: Collection[int], *, after: str = ""
) -> ReportPage:
    """25 people; three statements, four after the first page."""
    key = _key(session, cohort.id, after) if after else None
    rows = _with_pauses(session, _rows(session, cohort, steps, key, PAGE + 1))
    more = len(rows) > PAGE
    return ReportPage(rows[:PAGE], rows[PAGE - 1].enrolment if more else None)


def _with_pauses(session: Session, rows: Sequence[ReportRow]) -> list[ReportRow]:
    found = pauses_of(session, [row.key[1] for row in rows])
    return [replace(row, pauses=found.get(row.key[1], ())) for row in rows]


def whole_report(session: Session, cohort: Cohort, steps: Collection[int]) -> Iterator[ReportRow]:
    """Everybody, some hundred at a time."""
    key: tuple[str, int] | None = None
    while rows := _rows(session, cohort, steps, key, AT_ONCE):
        yield from rows
        key = rows[-1].key


def _rows(
    session: Session,
    cohort: Cohort,
    steps: Collection[int],
    key: tuple[str, int] | None,
    most: int,
) -> list[ReportRow]:
    asked = _people(cohort.id).limit(most)
    if key is not None:
        asked = asked.where(tuple_(Membership.sort_name, Enrolment.id) > tuple_(*key))
    people = session.execute(asked).all()
    done, exempted = _done(session, cohort, [row.person_id for row in people], steps)
    return [
        ReportRow(
            row.public_id,
            row.screen_name,
            (row.sort_name, row.id),
            row.version_id != cohort.version_id,
            done.get(row.person_id, {}),
            exempted.get(row.person_id, {}),
        )
        for row in people
    ]


def _people(cohort_id: int) -> Select[int, str, int, int, str, str]:
    return (
        select(
            Enrolment.id,
            Enrolment.public_id,
            Enrolment.person_id,
            Enrolment.version_id,
            Person.screen_name,
            Membership.sort_name,
        )
        .join(Membership, Membership.id == Enrolment.membership_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.state == EnrolmentState.ACTIVE,
            Membership.state == MembershipState.ACTIVE,
        )
        .order_by(Membership.sort_name, Enrolment.id)
    )


def _key(session: Session, cohort_id: int, public_id: str) -> tuple[str, int] | None:
    row = session.execute(
        select(Membership.sort_name, Enrolment.id)
        .join(Enrolment, Enrolment.membership_id == Membership.id)
        .where(Enrolment.public_id == public_id, Enrolment.cohort_id == cohort_id)
    ).one_or_none()
    return (row.sort_name, row.id) if row else None


def _done(
    session: Session, cohort: Cohort, people: Sequence[int], steps: Collection[int]
) -> tuple[Days, Days]:
    """By person and step: the days of what was done, and of exemptions from the rest."""
    done: Days = {}
    exempted: Days = {}
    place = cohort.organisation_id
    asked = {"people": list(people), "steps": list(steps), "place": place}
    rows = session.execute(DONE, asked).all() if people else ()
    for row in rows:
        if not row.exempted:
            done.setdefault(row.person_id, {})[row.activity_id] = row.day
    for row in rows:
        if row.exempted and row.activity_id not in done.get(row.person_id, {}):
            exempted.setdefault(row.person_id, {})[row.activity_id] = row.day
    return done, exempted


# Put together once: that takes longer than to ask it.
PEOPLE = bindparam("people", expanding=True, type_=Id)
STEPS = bindparam("steps", expanding=True, type_=Id)
DONE = union_all(
    select(
        Completion.person_id,
        Completion.activity_id,
        Completion.completed_on.label("day"),
        literal(False).label("exempted"),
    ).where(Completion.person_id.in_(PEOPLE), Completion.activity_id.in_(STEPS)),
    select(Exemption.person_id, ExemptedStep.activity_id, Exemption.given_on, literal(True))
    .join(ExemptedStep, ExemptedStep.exemption_id == Exemption.id)
    .where(
        Exemption.person_id.in_(PEOPLE),
        Exemption.organisation_id == bindparam("place", type_=Id),
        ExemptedStep.activity_id.in_(STEPS),
        ExemptedStep.in_force,
    ),
)
