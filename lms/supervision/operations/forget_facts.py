"""Deleting supervision facts that are older than the rule, and agreements that nothing rests on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from lms.journal.operations import record
from lms.learning.operations.enrolments import bump_facts
from lms.supervision.models import (
    Agreement,
    AgreementState,
    Participation,
    ReleasedText,
    ReleaseRequest,
    SessionText,
    Signature,
    SupervisionSession,
)

FORGOTTEN_AT_ONCE = 200
OVER = (AgreementState.ENDED, AgreementState.DECLINED)


def forget_facts(session: Session, *, kept: timedelta, today: date, now: datetime) -> int:
    """Delete parts in sessions held before, all versions and texts with them; how many rows."""
    before = today - kept
    first = func.coalesce(Participation.first_id, Participation.id)
    versions = (
        select(first.label("first"), func.max(SupervisionSession.held_on).label("held_on"))
        .join(SupervisionSession, SupervisionSession.id == Participation.session_id)
        .group_by(first)
        .having(func.max(SupervisionSession.held_on) < before)
        .limit(FORGOTTEN_AT_ONCE)
        .subquery()
    )
    due = session.execute(
        select(Participation.id, Participation.public_id, Participation.trainee_id).where(
            first.in_(select(versions.c.first))
        )
    ).all()
    _delete_parts(session, [row.id for row in due])
    for trainee_id in {row.trainee_id for row in due}:
        bump_facts(session, trainee_id, now=now)
    for row in due:
        _journal(session, ("participation", row.public_id), row.trainee_id, now)
    empty = _delete_empty_sessions(session, before)
    return len(due) + empty + _delete_agreements(session, now - kept, now)


def _delete_parts(session: Session, ids: list[int]) -> None:
    asked = select(ReleaseRequest.id).where(ReleaseRequest.participation_id.in_(ids))
    session.execute(delete(ReleasedText).where(ReleasedText.request_id.in_(asked)))
    for model in (ReleaseRequest, SessionText, Signature):
        session.execute(delete(model).where(model.participation_id.in_(ids)))
    session.execute(delete(Participation).where(Participation.id.in_(ids)))


def _delete_empty_sessions(session: Session, before: date) -> int:
    part = aliased(Participation)
    attended = select(part.id).where(part.session_id == SupervisionSession.id).exists()
    gone = delete(SupervisionSession).where(SupervisionSession.held_on < before, ~attended)
    return len(session.scalars(gone.returning(SupervisionSession.id)).all())


def _delete_agreements(session: Session, before: datetime, now: datetime) -> int:
    """An agreement lives as long as the sessions that were held under it."""
    part = aliased(Participation)
    used = select(part.id).where(part.agreement_id == Agreement.id).exists()
    gone = delete(Agreement).where(Agreement.state.in_(OVER), Agreement.closed_at < before, ~used)
    rows = session.execute(gone.returning(Agreement.public_id, Agreement.trainee_id)).all()
    for row in rows:
        _journal(session, ("agreement", row.public_id), row.trainee_id, now)
    return len(rows)


def _journal(session: Session, subject: tuple[str, str], about: int, now: datetime) -> None:
    action = "supervision.forget_facts"
    record(session, action, now=now, actor_id=None, subject=subject, about=about)
