"""One person's sessions: a trainee's own, and what an organisation sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Case, case, select, tuple_
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.organisations.models import Organisation
from lms.supervision.models import (
    Participation,
    SessionKind,
    SessionMode,
    Standing,
    SupervisionSession,
)
from lms.supervision.queries.pages import PAGE, Asked, ListPage, page_of
from lms.supervision.queries.versions import counts, latest
from lms.supervision.rules.minutes import COUNTED
from lms.supervision.rules.signing import ANSWER_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """A trainee's own part in a session."""

    public_id: str
    held_on: date
    kind: SessionKind
    mode: SessionMode
    minutes: int
    standing: Standing
    signed_at: datetime | None
    revises_id: int | None
    supervisor_name: str
    organisation_name: str


class SignedSoFar(StrEnum):
    """What a manager learns of signatures: whatever the answer was, it reads as signed."""

    BY_BOTH = "by_both"
    UNANSWERED = "unanswered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenByOrganisation:
    """All that a manager learns of a session: no mode, no answer, no time of day."""

    public_id: str
    held_on: date
    kind: SessionKind
    minutes: int
    signed: SignedSoFar
    corrected_at: datetime | None
    """When a correction was signed; that there was one is a fact, its reason is not shown."""


def participations_of(
    session: Session, trainee_id: int, *, after: str = "", limit: int = PAGE
) -> ListPage[OwnPart]:
    """A trainee's own sessions across organisations, last held first."""
    asked = (
        select(
            Participation.public_id,
            SupervisionSession.held_on,
            SupervisionSession.kind,
            SupervisionSession.mode,
            Participation.minutes,
            Participation.standing,
            Participation.signed_at,
            Participation.revises_id,
            Person.screen_name.label("supervisor_name"),
            Organisation.name.label("organisation_name"),
        )
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .join(Person, Person.id == SupervisionSession.supervisor_id)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(Participation.trainee_id == trainee_id, latest())
    )
    if after:
        asked = _before(asked, after, Participation.trainee_id == trainee_id)
    return page_of(
        session.execute(_last_first(asked).limit(limit + 1)).all(),
        lambda row: OwnPart(**row._mapping),
        limit,
    )


def participations_for_organisation(
    session: Session,
    organisation_id: int,
    trainee_id: int,
    *,
    now: datetime,
    after: str = "",
    limit: int = PAGE,
) -> ListPage[SeenByOrganisation]:
    """One person's sessions as managers see them; dates, individual or group, minutes, signed."""
    corrected = Participation.revises_id.is_not(None)
    asked = (
        select(
            Participation.public_id,
            SupervisionSession.held_on,
            SupervisionSession.kind,
            Participation.minutes,
            _signed_so_far(now).label("signed"),
            case((corrected, Participation.signed_at)).label("corrected_at"),
        )
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(
            Participation.organisation_id == organisation_id,
            Participation.trainee_id == trainee_id,
            counts(now),
        )
    )
    if after:
        asked = _before(asked, after, Participation.trainee_id == trainee_id)
    return page_of(
        session.execute(_last_first(asked).limit(limit + 1)).all(),
        lambda row: SeenByOrganisation(**row._mapping),
        limit,
    )


def _signed_so_far(now: datetime) -> Case[str]:
    return case(
        (Participation.standing.in_(COUNTED), SignedSoFar.BY_BOTH.value),
        (Participation.signed_at <= now - ANSWER_WITHIN, SignedSoFar.UNANSWERED.value),
        else_=SignedSoFar.WAITING.value,
    )


def _last_first(asked: Asked) -> Asked:
    return asked.order_by(SupervisionSession.held_on.desc(), Participation.id.desc())


def _before(asked: Asked, after: str, within: Any) -> Asked:
    last = (
        select(SupervisionSession.held_on, Participation.id)
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(Participation.public_id == after, within)
    )
    day_and_id = tuple_(SupervisionSession.held_on, Participation.id)
    return asked.where(day_and_id < last.correlate(None).scalar_subquery())
