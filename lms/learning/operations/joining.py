"""Joining a cohort, leaving a training, and coming back to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Membership
from lms.catalogue.models import ProgrammeVersion
from lms.journal.operations import record
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Cohort, CohortState, Enrolment, EnrolmentState
from lms.learning.operations.cohorts import lock_cohort, members_in
from lms.learning.operations.enrolments import enrol
from lms.learning.operations.reviews import refuse_unreviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Who lets somebody join, when, and under which id if a training begins."""

    by: int
    today: date
    now: datetime
    public_id: str


def join_cohort(
    session: Session, cohort_id: int, membership: Membership, how: Joining
) -> Enrolment:
    """Put somebody of the organisation in the cohort; whoever left before comes back.

    Somebody already in training on another version of the programme stays on it.
    """
    cohort = lock_cohort(session, cohort_id)
    if cohort.state is CohortState.CLOSED:
        raise RuleBroken("", _("This cohort is closed: nobody joins it any more."))
    enrolment = _training_of(session, cohort, membership)
    if enrolment is not None and _is_in(enrolment, cohort):
        return enrolment
    if cohort.capacity is not None and members_in(session, cohort.id) >= cohort.capacity:
        raise RuleBroken("", _("All the places of this cohort are taken."))
    if enrolment is None:
        enrolment = _begin(session, cohort, membership, how)
    elif enrolment.state is EnrolmentState.ENDED:
        resume_enrolment(session, enrolment, by=how.by, now=how.now)
    enrolment.cohort_id = cohort.id
    session.flush()
    _journal(session, "learning.join_cohort", enrolment, by=how.by, now=how.now)
    return enrolment


def resume_enrolment(session: Session, enrolment: Enrolment, *, by: int, now: datetime) -> None:
    """Take a training up again, once; everything done before counts."""
    resumed = session.scalar(
        update(Enrolment)
        .where(Enrolment.id == enrolment.id, Enrolment.state == EnrolmentState.ENDED)
        .values(state=EnrolmentState.ACTIVE, ended_on=None, facts_changed_at=now)
        .returning(Enrolment.id)
    )
    if resumed is not None:
        _journal(session, "learning.resume_enrolment", enrolment, by=by, now=now)


def _is_in(enrolment: Enrolment, cohort: Cohort) -> bool:
    return enrolment.cohort_id == cohort.id and enrolment.state is EnrolmentState.ACTIVE


def _begin(session: Session, cohort: Cohort, membership: Membership, how: Joining) -> Enrolment:
    refuse_unreviewed(session, organisation_id=cohort.organisation_id, version_id=cohort.version_id)
    return enrol(
        session,
        membership=membership,
        version_id=cohort.version_id,
        today=how.today,
        now=how.now,
        public_id=how.public_id,
        by=how.by,
    )


def _training_of(session: Session, cohort: Cohort, membership: Membership) -> Enrolment | None:
    """The training on the cohort's programme, under way first, then the newest."""
    mine, its = aliased(ProgrammeVersion), aliased(ProgrammeVersion)
    return session.scalars(
        select(Enrolment)
        .join(mine, mine.id == Enrolment.version_id)
        .join(its, its.programme_id == mine.programme_id)
        .where(Enrolment.membership_id == membership.id, its.id == cohort.version_id)
        .order_by(Enrolment.state, Enrolment.id.desc())  # active comes before ended
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _journal(
    session: Session, action: str, enrolment: Enrolment, *, by: int, now: datetime
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=by,
        subject=("enrolment", enrolment.public_id),
        about=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
    )
