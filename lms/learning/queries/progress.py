"""Who is in training on what, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Select,
    String,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person
from lms.catalogue.rules.outline import VersionOutline
from lms.kernel.base import Id
from lms.learning.models import (
    Attempt,
    CarriedStep,
    Completion,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Exemption,
)
from lms.learning.queries.attempts import BEST_FIRST, COUNTED, result_of
from lms.learning.rules import BestCheck, Exempted, Progress
from lms.organisations.models import Organisation

PERSON = bindparam("person", type_=Id)
UNTIL = bindparam("until", type_=Date)
PLACE = bindparam("place", type_=Id)
STEPS = bindparam("steps", expanding=True, type_=Id)


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A training under way, as its person sees it."""

    id: int
    public_id: str
    organisation_id: int
    organisation_name: str
    version_id: int
    enrolled_on: date


def active_enrolments(session: Session, person_id: int) -> tuple[EnrolmentRow, ...]:
    """The trainings under way of one person, the newest first; one statement.

    None of those whose role is suspended: they wait until it holds again.
    """
    return tuple(EnrolmentRow(*row) for row in session.execute(_ENROLMENTS, {"person": person_id}))


def progress_of(
    session: Session,
    person_id: int,
    version: VersionOutline,
    *,
    organisation_id: int,
    until: date = date.max,
) -> Progress:
    """Completed steps and best checks of a version, as they stood that day; two statements.

    What was done is the person's wherever they train; exemptions hold in one organisation.
    """
    done = done_in(session, person_id, version, organisation_id=organisation_id, until=until)
    return Progress(done, best_in(session, person_id, version, until=until), done.exempted)


NOTHING: Mapping[int, Exempted] = {}


class DoneSteps(dict[int, date]):
    """The day on which each step was completed, by its id."""

    changed: frozenset[int] = frozenset()
    """Those taken over from an earlier version, whose text is no longer the same."""
    exempted: Mapping[int, Exempted] = NOTHING
    """Steps that were not completed and are not needed, by their id."""


def done_in(
    session: Session,
    person_id: int,
    version: VersionOutline,
    *,
    organisation_id: int | None = None,
    until: date = date.max,
) -> DoneSteps:
    """What was completed of the version until that day, and exempted in the organisation, if one
    is named; one statement."""
    steps = [step.id for step in version.activities]
    asked = {"person": person_id, "steps": steps, "until": until, "place": organisation_id}
    rows = session.execute(_DONE, asked).all()
    done = DoneSteps((row.activity_id, row.day) for row in rows if row.exemption is None)
    done.changed = frozenset(row.activity_id for row in rows if row.text_changed)
    done.exempted = {
        row.activity_id: Exempted(row.day, row.name, row.exemption)
        for row in rows
        if row.exemption is not None and row.activity_id not in done
    }
    return done


def best_in(
    session: Session, person_id: int, version: VersionOutline, *, until: date = date.max
) -> dict[str, BestCheck]:
    """The best attempt at each module's check that was submitted until that day; one statement."""
    checks = {m.check.id: m.slug for m in version.modules if m.check is not None}
    rows = session.execute(_BEST, {"person": person_id, "checks": list(checks), "until": until})
    return {
        checks[row.activity_id]: BestCheck(
            result_of(row.right_answers, row.part_top, row.part_bottom),
            row.questions,
            row.public_id,
            row.submitted_on or row.submitted_at.date(),
        )
        for row in rows
    }


def _best() -> Select[Any]:
    place = func.row_number().over(
        partition_by=Attempt.activity_id,
        order_by=BEST_FIRST,
    )
    ranked = (
        select(
            Attempt.activity_id,
            Attempt.right_answers,
            Attempt.part_top,
            Attempt.part_bottom,
            Attempt.questions,
            Attempt.public_id,
            Attempt.submitted_on,
            Attempt.submitted_at,
            place.label("place"),
        )
        .where(
            Attempt.person_id == PERSON,
            Attempt.activity_id.in_(bindparam("checks", expanding=True)),
            or_(Attempt.submitted_on.is_(None), Attempt.submitted_on <= UNTIL),
            *COUNTED,
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1)


# Put together once: that takes longer than to ask them.
_ENROLMENTS = (
    select(
        Enrolment.id,
        Enrolment.public_id,
        Enrolment.organisation_id,
        Organisation.name,
        Enrolment.version_id,
        Enrolment.enrolled_on,
    )
    .join(Organisation, Organisation.id == Enrolment.organisation_id)
    .join(Membership, Membership.id == Enrolment.membership_id)
    .where(
        Enrolment.person_id == PERSON,
        Enrolment.state == EnrolmentState.ACTIVE,
        Membership.state == MembershipState.ACTIVE,
    )
    .order_by(Enrolment.enrolled_on.desc(), Enrolment.id.desc())
)
_COMPLETED = (
    select(
        Completion.activity_id,
        Completion.completed_on.label("day"),
        CarriedStep.text_changed,
        cast(null(), String).label("exemption"),
        cast(null(), String).label("name"),
    )
    .outerjoin(
        CarriedStep,
        (CarriedStep.person_id == Completion.person_id)
        & (CarriedStep.activity_id == Completion.activity_id),
    )
    .where(
        Completion.person_id == PERSON,
        Completion.activity_id.in_(STEPS),
        Completion.completed_on <= UNTIL,
    )
)
_EXEMPTED = (
    select(
        ExemptedStep.activity_id,
        Exemption.given_on,
        cast(null(), Boolean),
        Exemption.public_id,
        Person.screen_name,
    )
    .join(Exemption, Exemption.id == ExemptedStep.exemption_id)
    .join(Person, Person.id == Exemption.given_by)
    .where(
        Exemption.person_id == PERSON,
        Exemption.organisation_id == PLACE,
        ExemptedStep.in_force,
        ExemptedStep.activity_id.in_(STEPS),
        Exemption.given_on <= UNTIL,
    )
)
_DONE = union_all(_COMPLETED, _EXEMPTED)
_BEST = _best()
