"""Making, changing and closing cohorts, and choosing who accompanies them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _, ngettext
from lms.learning.models import Cohort, CohortStaff, CohortState, Enrolment, EnrolmentState
from lms.learning.operations.reviews import refuse_unreviewed

LONGEST = 3 * 366
"""Days: a typing mistake in a year is told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCohort:
    """What a manager writes about a cohort."""

    name: str
    starts_on: date
    ends_on: date
    deadline: date | None
    capacity: int | None
    place: str
    answer_days: int


def make_cohort(
    session: Session,
    order: KeepCohort,
    *,
    version_id: int,
    organisation_id: int,
    by: int,
    now: datetime,
    public_id: str,
) -> Cohort:
    """A cohort on one version, which must have been read over or answered for."""
    refuse_unreviewed(session, organisation_id=organisation_id, version_id=version_id)
    _refuse_odd_days(order)
    made = Cohort(
        public_id=public_id,
        organisation_id=organisation_id,
        version_id=version_id,
        created_at=now,
        **_values(order),
    )
    session.add(made)
    _journal(session, made, "learning.make_cohort", by=by, now=now)
    return made


def change_cohort(
    session: Session, cohort: Cohort, order: KeepCohort, *, by: int, now: datetime
) -> None:
    """Change what is written about a cohort; its version stays."""
    _refuse_odd_days(order)
    lock_cohort(session, cohort.id)
    members = members_in(session, cohort.id)
    if order.capacity is not None and order.capacity < members:
        raise RuleBroken(
            "capacity",
            ngettext(
                "%(num)d person is in this cohort already: allow as many places at least.",
                "%(num)d people are in this cohort already: allow as many places at least.",
                members,
            ),
        )
    for name, value in _values(order).items():
        setattr(cohort, name, value)
    _journal(session, cohort, "learning.change_cohort", by=by, now=now)


def set_state(
    session: Session, cohort: Cohort, state: CohortState, *, by: int, now: datetime
) -> None:
    """Close a cohort, which nobody joins any more, or open it again; once."""
    changed = session.scalar(
        update(Cohort)
        .where(Cohort.id == cohort.id, Cohort.state != state)
        .values(state=state)
        .returning(Cohort.id)
    )
    if changed is not None:
        closes = state is CohortState.CLOSED
        act = "learning.close_cohort" if closes else "learning.reopen_cohort"
        _journal(session, cohort, act, by=by, now=now)


def appoint(
    session: Session,
    cohort: Cohort,
    membership: Membership,
    *,
    by: int,
    today: date,
    now: datetime,
    public_id: str,
) -> None:
    """Let a trainer or a tutor of the organisation accompany the cohort; once at a time."""
    made = insert_new(
        session,
        CohortStaff,
        public_id=public_id,
        cohort_id=cohort.id,
        organisation_id=cohort.organisation_id,
        membership_id=membership.id,
        person_id=membership.person_id,
        role=membership.role,
        starts_on=today,
    )
    if made:
        who = membership.person_id
        _journal(session, cohort, "learning.appoint", by=by, now=now, about=who)


def dismiss(
    session: Session, cohort: Cohort, staff: CohortStaff, *, by: int, today: date, now: datetime
) -> None:
    """Somebody accompanies the cohort no more, from today; once."""
    ended = session.scalar(
        update(CohortStaff)
        .where(CohortStaff.id == staff.id, CohortStaff.ended_on.is_(None))
        .values(ended_on=today)
        .returning(CohortStaff.id)
    )
    if ended is not None:
        _journal(session, cohort, "learning.dismiss", by=by, now=now, about=staff.person_id)


def lock_cohort(session: Session, cohort_id: int) -> Cohort:
    """The cohort as it is now; who counts its places next waits until the caller has committed."""
    asked = select(Cohort).where(Cohort.id == cohort_id).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).one()


def members_in(session: Session, cohort_id: int) -> int:
    """How many people are in training in the cohort."""
    counted = select(func.count(Enrolment.id)).where(
        Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.ACTIVE
    )
    return session.scalar(counted) or 0


def _values(order: KeepCohort) -> dict[str, object]:
    return {name: getattr(order, name) for name in KeepCohort.__dataclass_fields__}


def _refuse_odd_days(order: KeepCohort) -> None:
    if order.ends_on < order.starts_on:
        raise RuleBroken("ends_on", _("The last day comes before the first one."))
    if (order.ends_on - order.starts_on).days > LONGEST:
        raise RuleBroken("ends_on", _("A cohort lasts three years at most. Check the year."))
    if order.deadline is not None and order.deadline < order.starts_on:
        raise RuleBroken("deadline", _("This day comes before the first one."))


def _journal(
    session: Session,
    cohort: Cohort,
    action: str,
    *,
    by: int,
    now: datetime,
    about: int | None = None,
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=by,
        subject=("cohort", cohort.public_id),
        about=about,
        organisation_id=cohort.organisation_id,
    )
