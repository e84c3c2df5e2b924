"""What both sides say of competencies today and before, and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment.models import CompetencyLevel, Evidence, EvidenceSource, Level, Side
from lms.kernel.base import Id
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment
from lms.learning.queries.cohorts import accompanied_by

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class LevelSaid:
    """A level, the day and who said so."""

    code: str
    side: Side
    level: Level
    on: date
    by: str


Newest = Mapping[tuple[str, Side], LevelSaid]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Something that shows a competency."""

    source: EvidenceSource
    subject: str
    level: Level | None
    on: date
    by: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A training that somebody accompanies."""

    id: int
    public_id: str
    person_id: int
    name: str
    organisation_id: int
    version_id: int


def newest_levels(session: Session, enrolment_id: int) -> Newest:
    """The last word of each side on each domain and statement; one statement."""
    rows = session.execute(_NEWEST, {"enrolment": enrolment_id})
    found = (LevelSaid(*row) for row in rows)
    return {(said.code, said.side): said for said in found}


def history_of(session: Session, enrolment_id: int, code: str) -> tuple[LevelSaid, ...]:
    """What was said of a domain and its statements, the last first; one statement."""
    asked = {"enrolment": enrolment_id, "code": code, "under": f"{code}.%", "rows": MOST_SHOWN}
    return tuple(LevelSaid(*row) for row in session.execute(_HISTORY, asked))


def evidence_of(session: Session, enrolment_id: int) -> Mapping[str, tuple[EvidenceRow, ...]]:
    """What was seen, by domain, the last first; one statement."""
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    for row in session.execute(_EVIDENCE, {"enrolment": enrolment_id, "rows": MOST_SHOWN * 4}):
        found[row.domain].append(EvidenceRow(*row[1:]))
    return {domain: tuple(rows) for domain, rows in found.items()}


def followed(session: Session, public_id: str, person_id: int) -> Followed:
    """The training with this public id, if the person accompanies it; else `NotThere`."""
    row = session.execute(
        _FOLLOWED.where(accompanied_by(person_id)), {"public": public_id, "staff": person_id}
    ).one_or_none()
    if row is None:
        raise NotThere
    return Followed(*row)


_SAID = (
    CompetencyLevel.code,
    CompetencyLevel.side,
    CompetencyLevel.level,
    CompetencyLevel.said_on,
    Person.screen_name,
)
_LAST = (
    select(func.max(CompetencyLevel.id))
    .where(CompetencyLevel.enrolment_id == bindparam("enrolment", type_=Id))
    .group_by(CompetencyLevel.code, CompetencyLevel.side)
)
_NEWEST = (
    select(*_SAID)
    .join(Person, Person.id == CompetencyLevel.said_by)
    .where(CompetencyLevel.id.in_(_LAST))
)
_HISTORY = (
    select(*_SAID)
    .join(Person, Person.id == CompetencyLevel.said_by)
    .where(
        CompetencyLevel.enrolment_id == bindparam("enrolment", type_=Id),
        (CompetencyLevel.code == bindparam("code")) | CompetencyLevel.code.like(bindparam("under")),
    )
    .order_by(CompetencyLevel.id.desc())
    .limit(bindparam("rows", type_=Integer))
)
_EVIDENCE = (
    select(
        Evidence.domain,
        Evidence.source,
        Evidence.subject,
        Evidence.level,
        Evidence.seen_on,
        Person.screen_name,
    )
    .outerjoin(Person, Person.id == Evidence.seen_by)
    .where(Evidence.enrolment_id == bindparam("enrolment", type_=Id))
    .order_by(Evidence.seen_on.desc(), Evidence.id.desc())
    .limit(bindparam("rows", type_=Integer))
)
_FOLLOWED = (
    select(
        Enrolment.id,
        Enrolment.public_id,
        Enrolment.person_id,
        Person.screen_name,
        Enrolment.organisation_id,
        Enrolment.version_id,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        Enrolment.public_id == bindparam("public"),
        Enrolment.person_id != bindparam("staff", type_=Id),
    )
)
