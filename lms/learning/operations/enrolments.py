"""Enrolling, ending an enrolment, and saying that facts changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.learning.models import Enrolment, EnrolmentState

# Put together once, on the bare table: it goes with every step that somebody completes.
ENROLMENTS = cast(Table, Enrolment.__table__)
FACTS_CHANGED = (
    update(ENROLMENTS)
    .where(
        ENROLMENTS.c.person_id == bindparam("person"),
        ENROLMENTS.c.state == EnrolmentState.ACTIVE,
    )
    .values(facts_changed_at=bindparam("now"))
)


def enrol(
    session: Session,
    *,
    membership: Membership,
    version_id: int,
    today: date,
    now: datetime,
    public_id: str,
    by: int | None = None,
) -> Enrolment:
    """Put a person in training on one version; an enrolment that is already there stays.

    `by` is whoever enrols them; the person themselves unless told otherwise.
    """
    made = insert_new(
        session,
        Enrolment,
        public_id=public_id,
        membership_id=membership.id,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        version_id=version_id,
        state=EnrolmentState.ACTIVE,
        enrolled_on=today,
        facts_changed_at=now,
    )
    enrolment = session.scalars(
        select(Enrolment).where(
            Enrolment.membership_id == membership.id, Enrolment.version_id == version_id
        )
    ).one()
    if made:
        record(
            session,
            "learning.enrol",
            now=now,
            actor_id=by or membership.person_id,
            subject=("enrolment", public_id),
            about=membership.person_id,
            organisation_id=membership.organisation_id,
        )
    return enrolment


def end_enrolment(
    session: Session, enrolment: Enrolment, *, by: int, on: date, now: datetime
) -> None:
    """End a training, once; what was done stays."""
    ended = (
        update(Enrolment)
        .where(Enrolment.id == enrolment.id, Enrolment.state == EnrolmentState.ACTIVE)
        .values(state=EnrolmentState.ENDED, ended_on=on, facts_changed_at=now)
        .returning(Enrolment.id)
    )
    if session.scalar(ended) is None:
        return
    record(
        session,
        "learning.end_enrolment",
        now=now,
        actor_id=by,
        subject=("enrolment", enrolment.public_id),
        about=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
    )


def bump_facts(session: Session, person_id: int, *, now: datetime) -> None:
    """Say that a fact which requirements count has changed for this person."""
    session.execute(FACTS_CHANGED, {"person": person_id, "now": now})


def note_group_facts(session: Session, cohort_id: int, *, now: datetime) -> None:
    """What group sessions say of the people of a cohort changed: they are judged anew.

    Rows are taken in one order, so that two who write for a cohort do not wait for each other.
    """
    mine = select(Enrolment.id).where(
        Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.ACTIVE
    )
    ids = session.scalars(mine.order_by(Enrolment.id).with_for_update()).all()
    session.execute(update(ENROLMENTS).where(ENROLMENTS.c.id.in_(ids)).values(facts_changed_at=now))
