"""Aide-mémoires about a person: that they exist, what was asked of them, what was released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.base import Id
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.organisations.models import Organisation
from lms.retention.queries import days_kept
from lms.supervision.models import (
    Agreement,
    Participation,
    RefusalReason,
    ReleasedText,
    ReleaseRequest,
    ReleaseState,
    SessionText,
    SupervisionSession,
    TextKind,
)
from lms.supervision.queries.pages import Asked
from lms.supervision.queries.records import Record
from lms.supervision.rules.releases import AGAIN_AFTER, released_place
from lms.supervision.rules.texts import purge_day
from lms.vault.operations import open_sealed

FIRST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMe:
    """An aide-mémoire about a person, as this person may know of it; never its words."""

    participation_id: int
    public_id: str
    """Of the participation."""
    author_id: int
    held_on: date
    organisation: str
    exists: bool
    purge_on: date
    state: ReleaseState | None
    """Of the last request; None when nobody asked."""
    request: str | None
    reason: RefusalReason | None
    asked_at: datetime | None
    answer_by: date | None
    answered_at: datetime | None

    @property
    def readable(self) -> bool:
        """Whether a copy was released."""
        return self.state in {ReleaseState.RELEASED, ReleaseState.RELEASED_IN_PART}

    def open_to_request(self, today: date, now: datetime) -> bool:
        """Whether there is something left to ask for, and it may be asked now."""
        answered = self.answered_at is not None and now - self.answered_at < AGAIN_AFTER
        waits = self.state is ReleaseState.ASKED
        return self.exists and today < self.purge_on and not waits and not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedRelease:
    """A request that waits for its author's answer."""

    public_id: str
    """Of the participation."""
    name: str
    held_on: date
    answer_by: date
    total: int
    """How many wait, this one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What the author lets the person read."""

    words: str
    in_part: bool
    held_on: date
    organisation: str
    answered_at: datetime


def about_me(
    session: Session, trainee_id: int, *, public_id: str | None = None
) -> tuple[AboutMe, ...]:
    """Aide-mémoires that exist about a person or were asked for, newest session first.

    With `public_id`, only that participation's. One statement.
    """
    asked = (
        _existing_or_asked(trainee_id)
        .where(
            Participation.trainee_id == trainee_id,
            or_(SessionText.id.is_not(None), ReleaseRequest.id.is_not(None)),
        )
        .order_by(SupervisionSession.held_on.desc(), Participation.id.desc())
    )
    if public_id is not None:
        asked = asked.where(Participation.public_id == public_id)
    return tuple(_about_me(dict(row)) for row in session.execute(asked).mappings())


def _about_me(values: dict[str, Any]) -> AboutMe:
    until = values.pop("ends_on"), values.pop("days")
    return AboutMe(**values, purge_on=purge_day(values["held_on"], *until))


def _existing_or_asked(trainee_id: int) -> Asked:
    """Participations, each with its aide-mémoire and the person's last request, if any."""
    last = (
        select(func.max(ReleaseRequest.id).label("id"))
        .where(ReleaseRequest.asker_id == trainee_id)
        .group_by(ReleaseRequest.participation_id)
    )
    this_kind = and_(
        SessionText.participation_id == Participation.id, SessionText.kind == TextKind.PRIVATE
    )
    this_request = and_(
        ReleaseRequest.participation_id == Participation.id, ReleaseRequest.id.in_(last)
    )
    return (
        select(*_columns_about_me())
        .select_from(Participation)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .join(Agreement, Agreement.id == Participation.agreement_id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .outerjoin(SessionText, this_kind)
        .outerjoin(ReleaseRequest, this_request)
    )


def _columns_about_me() -> tuple[ColumnElement[Any], ...]:
    return (
        Participation.id.label("participation_id"),
        Participation.public_id.label("public_id"),
        Agreement.supervisor_id.label("author_id"),
        SupervisionSession.held_on.label("held_on"),
        Organisation.name.label("organisation"),
        SessionText.id.is_not(None).label("exists"),
        Agreement.ends_on.label("ends_on"),
        days_kept("aide_memoires").label("days"),
        ReleaseRequest.state.label("state"),
        ReleaseRequest.public_id.label("request"),
        ReleaseRequest.reason.label("reason"),
        ReleaseRequest.asked_at.label("asked_at"),
        ReleaseRequest.answer_by.label("answer_by"),
        ReleaseRequest.answered_at.label("answered_at"),
    )


def awaited_from(session: Session, author_id: int) -> tuple[AwaitedRelease, ...]:
    """The first requests that wait for this author, the most pressing first; one statement."""
    rows = session.execute(_AWAITED, {"author": author_id})
    return tuple(AwaitedRelease(**row._mapping) for row in rows)


def open_request(session: Session, record: Record) -> ReleaseRequest:
    """The request that waits for this record's author; `NotThere` for anybody else."""
    found = session.scalar(
        select(ReleaseRequest).where(
            ReleaseRequest.participation_id == record.home_id,
            ReleaseRequest.author_id == record.reader.id,
            ReleaseRequest.state == ReleaseState.ASKED,
        )
    )
    if found is None or not record.mine:
        raise NotThere
    return found


def released(session: Session, keys: Keys, public_id: str, *, asker_id: int) -> Released:
    """A released copy, opened for the person who asked; `NotThere` for everybody else."""
    row = session.execute(
        select(
            ReleasedText.public_id,
            ReleasedText.sealed,
            ReleaseRequest.state,
            ReleaseRequest.answered_at,
            SupervisionSession.held_on,
            Organisation.name,
        )
        .join(ReleaseRequest, ReleaseRequest.id == ReleasedText.request_id)
        .join(Participation, Participation.id == ReleaseRequest.participation_id)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(ReleaseRequest.public_id == public_id, ReleaseRequest.asker_id == asker_id)
    ).one_or_none()
    if row is None:
        raise NotThere
    return Released(
        words=open_sealed(session, keys, released_place(row.public_id, asker_id), row.sealed),
        in_part=row.state is ReleaseState.RELEASED_IN_PART,
        held_on=row.held_on,
        organisation=row.name,
        answered_at=row.answered_at,
    )


# Put together once: that takes longer than to ask it.
_AWAITED = (
    select(
        Participation.public_id.label("public_id"),
        Person.screen_name.label("name"),
        SupervisionSession.held_on.label("held_on"),
        ReleaseRequest.answer_by.label("answer_by"),
        func.count().over().label("total"),
    )
    .select_from(ReleaseRequest)
    .join(Participation, Participation.id == ReleaseRequest.participation_id)
    .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
    .join(Person, Person.id == ReleaseRequest.asker_id)
    .where(
        ReleaseRequest.author_id == bindparam("author", type_=Id),
        ReleaseRequest.state == ReleaseState.ASKED,
    )
    .order_by(ReleaseRequest.answer_by, ReleaseRequest.id)
    .limit(FIRST)
)
