"""Correcting the facts of a session, or deleting it, while nothing is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.supervision.models import (
    Participation,
    SessionMode,
    SessionText,
    SupervisionSession,
    TextKind,
)
from lms.supervision.operations.log_session import LogSession, refuse_full_days, refuse_minutes_of
from lms.supervision.queries.days import held_that_day
from lms.supervision.queries.people import ActiveAgreement, agreements_of_session
from lms.supervision.queries.sessions import SessionRow
from lms.supervision.rules import sessions as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectSession:
    """The facts as they should read; people cannot change: delete the session and log it again."""

    held_on: date
    minutes: int
    mode: SessionMode
    own_minutes: dict[str, int]


def correct_session(
    session: Session,
    held: SessionRow,
    order: CorrectSession,
    *,
    supervisor_id: int,
    today: date,
    now: datetime,
) -> None:
    """Change date, minutes and mode; `held` was read with its lock, so nobody signs meanwhile."""
    refuse_signed(held)
    agreements = agreements_of_session(session, held.id)
    logged = _as_logged(held, order)
    _refuse_facts(session, held, logged, agreements, today, now, supervisor_id=supervisor_id)
    session.execute(
        update(SupervisionSession)
        .where(SupervisionSession.id == held.id, SupervisionSession.supervisor_id == supervisor_id)
        .values(held_on=order.held_on, mode=order.mode)
    )
    for part in held.parts:
        minutes = order.own_minutes.get(part.agreement_public_id, order.minutes)
        session.execute(
            update(Participation).where(Participation.id == part.id).values(minutes=minutes)
        )
    _journal(session, "supervision.correct_session", held, supervisor_id, now)


def delete_session(
    session: Session, held: SessionRow, *, supervisor_id: int, now: datetime
) -> None:
    """Take back a session that nobody signed, with what its author wrote about it.

    A text that the other person wrote, or may be reading, is not deleted behind their back.
    """
    refuse_signed(held)
    _refuse_shared(session, held)
    parts = [part.id for part in held.parts]
    session.execute(delete(SessionText).where(SessionText.participation_id.in_(parts)))
    session.execute(delete(Participation).where(Participation.id.in_(parts)))
    session.execute(delete(SupervisionSession).where(SupervisionSession.id == held.id))
    _journal(session, "supervision.delete_session", held, supervisor_id, now)


def refuse_signed(held: SessionRow) -> None:
    """`RuleBroken` once a signature covers the facts, or they set right what was signed."""
    if held.signed or held.revision:
        raise RuleBroken("", _("This session is signed: its facts no longer change."))


def _as_logged(held: SessionRow, order: CorrectSession) -> LogSession:
    return LogSession(
        people=tuple(part.agreement_public_id for part in held.parts),
        held_on=order.held_on,
        minutes=order.minutes,
        mode=order.mode,
        own_minutes=order.own_minutes,
        confirmed=True,
    )


def _refuse_facts(
    session: Session,
    held: SessionRow,
    order: LogSession,
    agreements: Sequence[ActiveAgreement],
    today: date,
    now: datetime,
    *,
    supervisor_id: int,
) -> None:
    if order.held_on != held.held_on:
        # A day that was in time when the session was logged stays right however late it is mended.
        rules.refuse_day(order.held_on, today)
    for agreement in agreements:
        rules.refuse_outside_agreement(
            order.held_on, agreement.starts_on, agreement.ends_on, name=agreement.name
        )
    refuse_minutes_of(order, agreements)
    trainees = [agreement.trainee_id for agreement in agreements]
    others = held_that_day(
        session, trainees, order.held_on, now=now, but=[p.id for p in held.parts]
    )
    refuse_full_days(order, agreements, others, supervisor_id=supervisor_id)


def _refuse_shared(session: Session, held: SessionRow) -> None:
    parts = [part.id for part in held.parts]
    shared = Participation.id.in_(parts) & Participation.shared_at.is_not(None)
    theirs = SessionText.participation_id.in_(parts) & SessionText.kind.in_(
        (TextKind.OWN, TextKind.ANSWER)
    )
    if session.scalar(select(exists().where(shared))):
        raise RuleBroken("", _("A record of this session is shared. Withdraw it first."))
    if session.scalar(select(exists().where(theirs))):
        raise RuleBroken(
            "",
            _("Somebody already wrote about this session: it can be corrected, not deleted."),
        )


def _journal(
    session: Session, action: str, held: SessionRow, supervisor_id: int, now: datetime
) -> None:
    for part in held.parts:
        record(
            session,
            action,
            now=now,
            actor_id=supervisor_id,
            subject=("session", held.public_id),
            about=part.trainee_id,
            role=Role.SUPERVISOR,
        )
