"""Saying how far competencies are, and adding what they rest on; nothing is ever edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assessment.models import CompetencyLevel, Evidence, EvidenceSource, Level, Side
from lms.assessment.queries.competencies import newest_levels
from lms.kernel.database import insert_new
from lms.learning.models import Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class SayLevels:
    """A level for each domain or statement that was answered."""

    levels: Mapping[str, Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """In which training, on which side, by whom and when."""

    enrolment_id: int
    organisation_id: int
    person_id: int
    side: Side
    by: int
    today: date
    now: datetime


def say_levels(session: Session, order: SayLevels, said: Said) -> int:
    """Add a row for each level that differs from the newest of this side; how many."""
    # One at a time for each training: two tabs that say the same leave one row.
    mine = select(Enrolment.id).where(Enrolment.id == said.enrolment_id)
    session.execute(mine.with_for_update())
    newest = newest_levels(session, said.enrolment_id)
    changed = {
        code: level
        for code, level in order.levels.items()
        if (code, said.side) not in newest or newest[code, said.side].level is not level
    }
    for code, level in sorted(changed.items()):
        session.add(
            CompetencyLevel(
                person_id=said.person_id,
                enrolment_id=said.enrolment_id,
                organisation_id=said.organisation_id,
                code=code,
                side=said.side,
                level=level,
                said_by=said.by,
                said_at=said.now,
                said_on=said.today,
            )
        )
    return len(changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence:
    """What showed a competency: `subject` is its public id in the room that saw it."""

    domain: str
    source: EvidenceSource
    subject: str
    seen_on: date
    seen_by: int | None = None
    level: Level | None = None


def add_evidence(session: Session, order: AddEvidence, enrolment: Enrolment) -> bool:
    """Add a piece of evidence, once; rooms above write observed practice through this."""
    return insert_new(
        session,
        Evidence,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        domain=order.domain,
        source=order.source,
        subject=order.subject,
        level=order.level,
        seen_on=order.seen_on,
        seen_by=order.seen_by,
    )
