"""Forgetting somebody's work, when they are erased and when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, Select, delete, select
from sqlalchemy.orm import Session

from lms.assessment.models import (
    CompetencyLevel,
    Evidence,
    ExemptionFile,
    ExemptionText,
    Observation,
    Positioning,
    PositioningLevel,
    PositioningText,
    Work,
    WorkFile,
    WorkText,
)
from lms.learning.models import Enrolment, Exemption
from lms.storage.operations import unwanted

STILL_READ = timedelta(hours=1)
"""A download that has begun may still need a file."""
FORGOTTEN_AT_ONCE = 200


def forget_assessment(session: Session, person_id: int, *, now: datetime) -> None:
    """Delete the person's works with everything in them, and what is said of their competencies.

    What they answered to others, and saw in them, stays theirs.
    """
    mine = session.scalars(select(Work.id).where(Work.person_id == person_id)).all()
    _forget_content(session, mine, now=now)
    session.execute(delete(Observation).where(Observation.work_id.in_(mine)))
    session.execute(delete(Work).where(Work.id.in_(mine)))
    session.execute(delete(CompetencyLevel).where(CompetencyLevel.person_id == person_id))
    session.execute(delete(Evidence).where(Evidence.person_id == person_id))
    for table in (PositioningText, PositioningLevel):
        session.execute(delete(table).where(table.positioning_id.in_(_pictures(person_id))))
    session.execute(delete(Positioning).where(Positioning.person_id == person_id))
    given = session.scalars(select(Exemption.id).where(Exemption.person_id == person_id)).all()
    _forget_exemption_texts(session, given, now=now)


def forget_coursework(session: Session, *, before: date, now: datetime) -> int:
    """Delete words and files of trainings that ended before that; how many rows."""
    due = (
        select(Work.id)
        .join(Enrolment, Enrolment.id == Work.enrolment_id)
        .where(
            Enrolment.ended_on <= before,
            select(WorkText.id).where(WorkText.work_id == Work.id).exists()
            | select(WorkFile.id).where(WorkFile.work_id == Work.id).exists(),
        )
        .limit(FORGOTTEN_AT_ONCE)
    )
    gone = _forget_content(session, session.scalars(due).all(), now=now)
    gone += _forget_old_words(session, before=before)
    return gone + _forget_old_exemptions(session, before=before, now=now)


def _pictures(person_id: int) -> Select[int]:
    return select(Positioning.id).where(Positioning.person_id == person_id)


def _forget_old_words(session: Session, *, before: date) -> int:
    """What was said in words of a short list stays until the account goes."""
    due = (
        select(PositioningText.id)
        .join(Positioning, Positioning.id == PositioningText.positioning_id)
        .join(Enrolment, Enrolment.id == Positioning.enrolment_id)
        .where(Enrolment.ended_on <= before)
        .limit(FORGOTTEN_AT_ONCE)
    )
    found = session.scalars(due).all()
    session.execute(delete(PositioningText).where(PositioningText.id.in_(found)))
    return len(found)


def _forget_old_exemptions(session: Session, *, before: date, now: datetime) -> int:
    """That somebody was exempted stays, as long as the steps that were done."""
    texts = select(ExemptionText.id).where(ExemptionText.exemption_id == Exemption.id)
    files = select(ExemptionFile.id).where(ExemptionFile.exemption_id == Exemption.id)
    due = (
        select(Exemption.id)
        .join(Enrolment, Enrolment.id == Exemption.enrolment_id)
        .where(Enrolment.ended_on <= before, texts.exists() | files.exists())
        .limit(FORGOTTEN_AT_ONCE)
    )
    return _forget_exemption_texts(session, session.scalars(due).all(), now=now)


def _forget_exemption_texts(session: Session, ids: Sequence[int], *, now: datetime) -> int:
    files = session.scalars(
        select(ExemptionFile.kept_as).where(ExemptionFile.exemption_id.in_(ids))
    ).all()
    gone = [
        session.execute(delete(table).where(table.exemption_id.in_(ids)))
        for table in (ExemptionFile, ExemptionText)
    ]
    for name in files:
        unwanted(session, name, due_at=now + STILL_READ)
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))


def forget_competencies(session: Session, *, before: date) -> int:
    """Delete levels, evidence and observations of trainings that ended before that; how many."""
    ended = select(Enrolment.id).where(Enrolment.ended_on <= before)
    works = select(Work.id).where(Work.enrolment_id.in_(ended))
    gone = [
        session.execute(statement)
        for statement in (
            delete(CompetencyLevel).where(CompetencyLevel.enrolment_id.in_(ended)),
            delete(Evidence).where(Evidence.enrolment_id.in_(ended)),
            delete(Observation).where(Observation.work_id.in_(works)),
        )
    ]
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))


def _forget_content(session: Session, work_ids: Sequence[int], *, now: datetime) -> int:
    files = session.scalars(select(WorkFile.kept_as).where(WorkFile.work_id.in_(work_ids))).all()
    gone = [
        session.execute(statement)
        for statement in (
            delete(WorkFile).where(WorkFile.work_id.in_(work_ids)),
            delete(WorkText).where(WorkText.work_id.in_(work_ids)),
        )
    ]
    for name in files:
        # Sealed under a key of its own each time, so no two rows share a file.
        unwanted(session, name, due_at=now + STILL_READ)
    return sum(one.rowcount for one in gone if isinstance(one, CursorResult))
