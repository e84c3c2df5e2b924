"""Works of one step with all that was said of them, and those that wait for an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, and_, bindparam, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.accounts.models import Person
from lms.assessment.models import (
    FileKind,
    Level,
    Observation,
    Work,
    WorkFile,
    WorkState,
    WorkText,
    WorkTextKind,
)
from lms.assessment.rules.work import name_place, text_place
from lms.catalogue.models import Activity, Module
from lms.catalogue.queries.lineage import SAME_STEP
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.learning.models import Enrolment
from lms.learning.queries.cohorts import accompanied_by
from lms.vault.operations import open_each

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of a work; `name` is the one that it had."""

    public_id: str
    name: str
    kind: FileKind
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """One handing-in with everything in it that its reader may read."""

    public_id: str
    number: int
    state: WorkState
    handed_in_at: datetime
    opened: bool
    answered_on: date | None
    answered_by: str | None
    texts: Mapping[WorkTextKind, str]
    files: tuple[KeptFile, ...]
    observed: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A work in the list of what waits."""

    public_id: str
    name: str
    version_id: int
    activity_id: int
    number: int
    handed_in_on: date


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Which work it is, for whoever may answer it."""

    id: int
    public_id: str
    state: WorkState
    opened: bool
    person_id: int
    name: str
    enrolment_id: int
    enrolment_public_id: str
    organisation_id: int
    version_id: int
    """Of the step for which it was handed in."""
    activity_id: int
    training_version_id: int
    """Where the training is today."""


def works_of(
    session: Session, keys: Keys, person_id: int, activity_id: int, enrolment_id: int
) -> tuple[HandedIn, ...]:
    """One's own handing-ins of a step, the newest first; five statements at most.

    Those of the same step in versions that the training has left are among them.
    """
    asked = {"person": person_id, "activity": activity_id, "enrolment": enrolment_id}
    return _opened(session, keys, person_id, session.execute(_WORKS, asked).all())


def works_read(session: Session, keys: Keys, work: WorkRow) -> tuple[HandedIn, ...]:
    """The same for whoever accompanies the training: of this training, nothing taken back."""
    asked = {
        "person": work.person_id,
        "activity": work.activity_id,
        "enrolment": work.enrolment_id,
    }
    return _opened(session, keys, work.person_id, session.execute(_WORKS_READ, asked).all())


def _opened(
    session: Session, keys: Keys, person_id: int, works: Sequence[Row[Work, str]]
) -> tuple[HandedIn, ...]:
    ids = [row.Work.id for row in works]
    if not ids:
        return ()
    texts, files = _texts(session, keys, person_id, ids), _files(session, keys, person_id, ids)
    observed = _observed(session, ids)
    return tuple(
        HandedIn(
            public_id=work.public_id,
            number=work.number,
            state=work.state,
            handed_in_at=work.handed_in_at,
            opened=work.opened_at is not None,
            answered_on=work.answered_on,
            answered_by=name,
            texts=texts[work.id],
            files=tuple(files[work.id]),
            observed=observed[work.id],
        )
        for work, name in works
    )


def work_for(session: Session, public_id: str, person_id: int) -> WorkRow:
    """A work that this person may read and answer today; else `NotThere`; one statement."""
    asked = {"public": public_id, "staff": person_id}
    found = session.execute(_ONE.where(accompanied_by(person_id)), asked).one_or_none()
    if found is None:
        raise NotThere
    return WorkRow(*tuple(found))


def waiting_for(
    session: Session, person_id: int, *, after: str = ""
) -> tuple[tuple[WaitingRow, ...], str | None]:
    """What waits for this person's answer, the oldest first, and the key of the next page."""
    asked = _WAITING.where(accompanied_by(person_id), Work.person_id != person_id)
    if after:
        asked = asked.where(_after(after))
    rows = [WaitingRow(*row) for row in session.execute(asked, {"rows": PAGE + 1})]
    return tuple(rows[:PAGE]), rows[PAGE - 1].public_id if len(rows) > PAGE else None


def _after(public_id: str) -> ColumnElement[bool]:
    last = aliased(Work)
    mark = select(last.handed_in_at, last.id).where(last.public_id == public_id)
    return tuple_(Work.handed_in_at, Work.id) > mark.scalar_subquery()


def _texts(
    session: Session, keys: Keys, person_id: int, ids: Sequence[int]
) -> dict[int, dict[WorkTextKind, str]]:
    rows = session.execute(_TEXTS, {"works": ids}).all()
    places = [
        (text_place(row.public_id, person_id, row.organisation_id), row.sealed) for row in rows
    ]
    opened = open_each(session, keys, person_id, places)
    found: dict[int, dict[WorkTextKind, str]] = defaultdict(dict)
    for row, words in zip(rows, opened, strict=True):
        found[row.work_id][row.kind] = words
    return found


def _files(
    session: Session, keys: Keys, person_id: int, ids: Sequence[int]
) -> dict[int, list[KeptFile]]:
    rows = session.execute(_FILES, {"works": ids}).all()
    places = [
        (name_place(row.public_id, person_id, row.organisation_id), row.sealed) for row in rows
    ]
    names = open_each(session, keys, person_id, places)
    found: dict[int, list[KeptFile]] = defaultdict(list)
    for row, name in zip(rows, names, strict=True):
        kept = KeptFile(public_id=row.public_id, name=name, kind=row.kind, size=row.size)
        found[row.work_id].append(kept)
    return found


def _observed(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Level]]:
    found: dict[int, dict[str, Level]] = defaultdict(dict)
    for row in session.execute(_OBSERVED, {"works": ids}):
        found[row.work_id][row.domain] = row.level
    return found


# Put together once: that takes longer than to ask them.
_IDS: Any = bindparam("works", expanding=True)
_ANSWERER = aliased(Person)
_OF_TRAINING = and_(
    Work.enrolment_id == bindparam("enrolment", type_=Id), Work.activity_id.in_(SAME_STEP)
)
OF_STEP = (
    Work.person_id == bindparam("person", type_=Id),
    or_(Work.activity_id == bindparam("activity", type_=Id), _OF_TRAINING),
)
_ALL = (
    select(Work, _ANSWERER.screen_name)
    .outerjoin(_ANSWERER, _ANSWERER.id == Work.answered_by)
    .order_by(Work.handed_in_at.desc(), Work.id.desc())
)
_WORKS = _ALL.where(*OF_STEP)
_WORKS_READ = _ALL.where(
    Work.person_id == bindparam("person", type_=Id),
    _OF_TRAINING,
    Work.state != WorkState.WITHDRAWN,
)
_TEXTS = (
    select(
        WorkText.work_id, WorkText.public_id, WorkText.kind, WorkText.sealed, Work.organisation_id
    )
    .join(Work, Work.id == WorkText.work_id)
    .where(WorkText.work_id.in_(_IDS))
)
_FILES = (
    select(
        WorkFile.work_id,
        WorkFile.public_id,
        WorkFile.kind,
        WorkFile.size,
        WorkFile.sealed,
        Work.organisation_id,
    )
    .join(Work, Work.id == WorkFile.work_id)
    .where(WorkFile.work_id.in_(_IDS))
    .order_by(WorkFile.work_id, WorkFile.position)
)
_OBSERVED = select(Observation.work_id, Observation.domain, Observation.level).where(
    Observation.work_id.in_(_IDS)
)
_ONE = (
    select(
        Work.id,
        Work.public_id,
        Work.state,
        Work.opened_at.is_not(None),
        Work.person_id,
        Person.screen_name,
        Enrolment.id,
        Enrolment.public_id,
        Work.organisation_id,
        Module.version_id,
        Work.activity_id,
        Enrolment.version_id,
    )
    .join(Enrolment, Enrolment.id == Work.enrolment_id)
    .join(Activity, Activity.id == Work.activity_id)
    .join(Module, Module.id == Activity.module_id)
    .join(Person, Person.id == Work.person_id)
    .where(
        Work.public_id == bindparam("public"),
        Work.state != WorkState.WITHDRAWN,
        # Never one's own, whatever other role one holds.
        Work.person_id != bindparam("staff", type_=Id),
    )
)
_WAITING = (
    select(
        Work.public_id,
        Person.screen_name,
        Module.version_id,
        Activity.id,
        Work.number,
        Work.handed_in_on,
    )
    .join(Enrolment, Enrolment.id == Work.enrolment_id)
    .join(Person, Person.id == Work.person_id)
    .join(Activity, Activity.id == Work.activity_id)
    .join(Module, Module.id == Activity.module_id)
    .where(Work.state == WorkState.WAITING)
    .order_by(Work.handed_in_at, Work.id)
    .limit(bindparam("rows", type_=Integer))
)
