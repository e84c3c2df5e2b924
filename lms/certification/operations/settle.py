"""Settling the counters that lists show, after facts or time changed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification.models import EnrolmentStatus
from lms.certification.operations.listing import list_again
from lms.certification.queries import Judgement, judgement_of, unsettled
from lms.kernel.database import dialect_of, insert_into
from lms.learning.models import Enrolment
from lms.supervision.queries import next_unanswered_change

SETTLED_AT_ONCE = 25


def settle(
    session: Session,
    *,
    now: datetime,
    organisation_id: int | None = None,
    enrolment_ids: Sequence[int] | None = None,
    limit: int = SETTLED_AT_ONCE,
) -> int:
    """Judge enrolments whose counters are out of date and keep the result; how many there were.

    It writes counters only: no certificate and no fact changes by it.
    """
    query = (
        select(Enrolment)
        .outerjoin(EnrolmentStatus, EnrolmentStatus.enrolment_id == Enrolment.id)
        .where(unsettled(now))
        .order_by(Enrolment.id)
        .limit(limit)
    )
    if organisation_id is not None:
        query = query.where(Enrolment.organisation_id == organisation_id)
    if enrolment_ids is not None:
        query = query.where(Enrolment.id.in_(enrolment_ids))
    # Read afresh: a session that already holds the row would settle an instant long past.
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    for enrolment in found:
        judged = judgement_of(session, enrolment, now=now, until=enrolment.ended_on)
        _keep(session, enrolment, judged, now)
    return len(found)


def _keep(session: Session, enrolment: Enrolment, judged: Judgement, now: datetime) -> None:
    counters = {
        "met": judged.proof.met,
        "steps_done": judged.steps_done,
        "steps": judged.steps,
        "training_minutes": judged.training.counted,
        "supervision_minutes": judged.supervision.counted,
        "unanswered_minutes": judged.supervision.unanswered,
        # The instant of the facts that were read: one recorded meanwhile will differ.
        "settled_at": enrolment.facts_changed_at,
        "next_change_at": next_unanswered_change(
            session, enrolment.person_id, enrolment.organisation_id, now
        ),
    }
    insert = insert_into(dialect_of(session), EnrolmentStatus).values(
        enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id, **counters
    )
    session.execute(insert.on_conflict_do_update(index_elements=["enrolment_id"], set_=counters))
    list_again(session, enrolment.id)
