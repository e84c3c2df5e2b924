"""Versions of one person's part in a session: which one counts, and all of them for its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.supervision.models import Participation, SessionKind, Standing, SupervisionSession
from lms.supervision.queries.records import Record
from lms.supervision.rules.signing import ANSWER_WITHIN, ANSWERS

Moment = datetime | BindParameter[datetime]
Newer = aliased(Participation, name="newer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The facts of one version of a record, and what was signed of it."""

    id: int
    public_id: str
    held_on: date
    kind: SessionKind
    minutes: int
    standing: Standing
    signed_at: datetime | None
    revised_at: datetime | None

    @property
    def draft(self) -> bool:
        """Whether its author has not signed it yet."""
        return self.standing is Standing.LOGGED


def counts(now: datetime) -> ColumnElement[bool]:
    """Of each part the one version that counts: the last one in force, else the first.

    A revision is in force once it is answered, or 14 days after its author signed it.
    """
    return counting(now - ANSWER_WITHIN)


def counting(signed_by: Moment) -> ColumnElement[bool]:
    """The same for statements that are built once: `signed_by` is 14 days before now."""
    first = Participation.revises_id.is_(None)
    return and_(or_(first, _in_force(Participation, signed_by)), _not_replaced(signed_by))


def may_come_to_count(signed_by: Moment) -> ColumnElement[bool]:
    """Every version but those that a newer one in force has replaced for good.

    `signed_by` is 14 days before now.
    """
    return _not_replaced(signed_by)


def _not_replaced(signed_by: Moment) -> ColumnElement[bool]:
    newer = (Newer.first_id == first_id(), Newer.id > Participation.id)
    return ~exists().where(*newer, _in_force(Newer, signed_by))


def first_id() -> ColumnElement[Any]:
    """The id that all versions of one part share: that of the first."""
    return func.coalesce(Participation.first_id, Participation.id)


def latest() -> ColumnElement[bool]:
    """The last version that its author signed, or the only one: what both people see in lists."""
    return and_(
        Participation.revised_at.is_(None),
        or_(Participation.revises_id.is_(None), Participation.standing != Standing.LOGGED),
    )


def versions_of(session: Session, record: Record) -> tuple[Version, ...]:
    """All versions of a record, the first one first; a trainee sees none before its signature."""
    if record.standing is Standing.LOGGED and not record.revision:
        return ()
    first = record.home_id
    asked = (
        select(
            Participation.id,
            Participation.public_id,
            SupervisionSession.held_on,
            SupervisionSession.kind,
            Participation.minutes,
            Participation.standing,
            Participation.signed_at,
            Participation.revised_at,
        )
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .where(or_(Participation.first_id == first, Participation.id == first))
        .order_by(Participation.id)
    )
    found = (Version(**row._mapping) for row in session.execute(asked))
    return tuple(one for one in found if record.mine or not one.draft or one.id == first)


def _in_force(part: type[Participation], signed_by: Moment) -> ColumnElement[bool]:
    unanswered = and_(part.standing == Standing.SIGNED, part.signed_at <= signed_by)
    return or_(part.standing.in_(ANSWERS), unanswered)
