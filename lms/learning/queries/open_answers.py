"""Open texts: one's own with what was said of them, and those that wait for a tutor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module
from lms.catalogue.rules.outline import VersionOutline
from lms.kernel.actor import Role
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.learning.models import (
    AnswerReading,
    Attempt,
    Enrolment,
    EnrolmentMove,
    Judgement,
    OpenAnswer,
)
from lms.learning.queries.cohorts import accompanied_by
from lms.learning.rules.places import open_answer_place, reply_place
from lms.vault.operations import open_each
from lms.vault.rules import Place

PAGE = 30


@dataclass(frozen=True, slots=True)
class OpenReading:
    """An open text, and what was said of it once it was read."""

    text: str
    read_at: datetime | None
    judgement: Judgement | None
    reply: str


def open_readings(
    session: Session, keys: Keys, person_id: int, attempt_id: int
) -> dict[str, OpenReading]:
    """The open texts of one's attempt by question; two statements at most."""
    rows = session.execute(
        select(OpenAnswer, AnswerReading)
        .outerjoin(AnswerReading, AnswerReading.open_answer_id == OpenAnswer.id)
        .where(OpenAnswer.attempt_id == attempt_id, OpenAnswer.person_id == person_id)
    ).all()
    sealed: list[tuple[Place, bytes]] = []
    for text, reading in rows:
        sealed.append((open_answer_place(text.public_id, person_id), text.sealed))
        if reading is not None:
            sealed.append((reply_place(reading.public_id, person_id), reading.sealed))
    opened = iter(open_each(session, keys, person_id, sealed))
    return {
        text.question: OpenReading(
            next(opened),
            text.read_at,
            reading.judgement if reading else None,
            next(opened) if reading else "",
        )
        for text, reading in rows
    }


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An open text that waits, without its words."""

    id: int
    public_id: str
    name: str
    module_title: dict[str, Any]
    sent_on: date


@dataclass(frozen=True, slots=True)
class OpenText:
    """An open text that a tutor reads."""

    answer: OpenAnswer
    name: str
    version_id: int
    activity_id: int
    module_slug: str
    sent_on: date


def waiting_answers(
    session: Session, tutor_id: int, *, after: int = 0, limit: int = PAGE
) -> tuple[WaitingRow, ...]:
    """What waits to be read by this tutor, the oldest first; one statement."""
    rows = session.execute(
        _of_mine(
            tutor_id,
            OpenAnswer.id,
            OpenAnswer.public_id,
            Person.screen_name,
            Module.title,
            Attempt.submitted_on,
        )
        .where(OpenAnswer.read_at.is_(None), OpenAnswer.id > bindparam("after"))
        .order_by(OpenAnswer.id)
        .limit(bindparam("rows", type_=Integer)),
        {"after": after, "rows": limit},
    )
    return tuple(WaitingRow(*row) for row in rows)


def texts_waiting(session: Session, person_id: int, version: VersionOutline) -> dict[str, int]:
    """How many of a person's open texts wait to be read, by module; one statement."""
    checks = {m.check.id: m.slug for m in version.modules if m.check is not None}
    rows = session.execute(_WAITING, {"person": person_id, "checks": list(checks)})
    return {checks[activity]: int(number) for activity, number in rows}


def waiting_answers_number(session: Session, tutor_id: int) -> int:
    """How many texts wait to be read by this tutor; one statement."""
    asked = _of_mine(tutor_id, func.count()).where(OpenAnswer.read_at.is_(None))
    return session.scalar(asked) or 0


def open_text(session: Session, tutor_id: int, public_id: str) -> OpenText | None:
    """One open text of somebody whom this tutor accompanies; one statement."""
    columns = (
        OpenAnswer,
        Person.screen_name,
        Module.version_id,
        Attempt.activity_id,
        Module.slug,
        Attempt.submitted_on,
    )
    asked = _of_mine(tutor_id, *columns).where(OpenAnswer.public_id == public_id)
    row = session.execute(asked).first()
    return OpenText(*row) if row else None


def _of_mine(tutor_id: int, *columns: Any) -> Select[Any]:
    """Open texts of people in training whom this person accompanies as tutor today.

    A text that waited when the training moved to a newer version waits on.
    """
    left = select(EnrolmentMove.id).where(
        EnrolmentMove.enrolment_id == Enrolment.id,
        EnrolmentMove.from_version_id == Module.version_id,
    )
    mine = (
        select(Enrolment.id)
        .where(
            Enrolment.person_id == OpenAnswer.person_id,
            (Enrolment.version_id == Module.version_id)
            | left.correlate(Enrolment, Module).exists(),
            accompanied_by(tutor_id, Role.TUTOR),
        )
        .correlate(OpenAnswer, Module)
        .exists()
    )
    return (
        select(*columns)
        .select_from(OpenAnswer)
        .join(Attempt, Attempt.id == OpenAnswer.attempt_id)
        .join(Activity, Activity.id == Attempt.activity_id)
        .join(Module, Module.id == Activity.module_id)
        .join(Person, Person.id == OpenAnswer.person_id)
        .where(mine)
    )


_WAITING = (
    select(Attempt.activity_id, func.sum(Attempt.waiting))
    .where(
        Attempt.person_id == bindparam("person", type_=Id),
        Attempt.activity_id.in_(bindparam("checks", expanding=True)),
        Attempt.submitted_at.is_not(None),
        Attempt.waiting > 0,
    )
    .group_by(Attempt.activity_id)
)
