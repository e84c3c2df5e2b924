"""Counters that lists show, and the training that they count."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from lms.app.invariants.found import Grounds
from lms.catalogue.models import Activity
from lms.certification.models import EnrolmentStatus
from lms.certification.queries import judgement_of, unsettled
from lms.learning.models import Completion, Enrolment


def steps(on: Grounds) -> Iterator[str]:
    """A step counted twice, or not with the minutes of its version."""
    twice = (
        select(Completion.person_id, Completion.activity_id)
        .group_by(Completion.person_id, Completion.activity_id)
        .having(func.count() > 1)
    )
    for person_id, activity_id in on.rows(twice):
        yield f"person {person_id} completed step {activity_id} more than once"
    other = (
        select(Completion.person_id, Completion.activity_id)
        .outerjoin(Activity, Activity.id == Completion.activity_id)
        .where(Activity.minutes.is_distinct_from(Completion.minutes))
    )
    for person_id, activity_id in on.rows(other):
        yield f"person {person_id}, step {activity_id}: not the minutes of the step"


def settled(on: Grounds) -> Iterator[str]:
    """Counters that say they are up to date and are not."""
    fresh = (
        select(Enrolment, EnrolmentStatus)
        .join(EnrolmentStatus, EnrolmentStatus.enrolment_id == Enrolment.id)
        .where(~unsettled(on.now))
    )
    for enrolment, kept in on.rows(fresh):
        judged = judgement_of(on.session, enrolment, now=on.now, until=enrolment.ended_on)
        again = (
            judged.proof.met,
            judged.steps_done,
            judged.steps,
            judged.training.counted,
            judged.supervision.counted,
            judged.supervision.unanswered,
        )
        if again != _counters(kept):
            yield f"enrolment {enrolment.public_id}: a new count differs"


def _counters(kept: EnrolmentStatus) -> tuple[bool, int, int, int, int, int]:
    return (
        kept.met,
        kept.steps_done,
        kept.steps,
        kept.training_minutes,
        kept.supervision_minutes,
        kept.unanswered_minutes,
    )
