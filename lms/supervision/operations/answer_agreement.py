"""One side accepts or declines a proposed agreement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision.models import Agreement, AgreementState


def accept_agreement(
    session: Session, agreement: Agreement, *, person_id: int, now: datetime
) -> bool:
    """Say yes for one side; true when both have, so that the agreement holds."""
    if person_id == agreement.supervisor_id:
        mine, other = Agreement.supervisor_accepted_at, Agreement.trainee_accepted_at
    elif person_id == agreement.trainee_id:
        mine, other = Agreement.trainee_accepted_at, Agreement.supervisor_accepted_at
    else:
        raise NotThere
    # One statement: two sides that accept at once cannot leave it proposed.
    reached = case((other.is_not(None), AgreementState.ACTIVE), else_=AgreementState.PROPOSED)
    state = session.scalar(
        update(Agreement)
        .where(
            Agreement.id == agreement.id,
            Agreement.state == AgreementState.PROPOSED,
            mine.is_(None),
        )
        .values({mine: now, Agreement.state: reached})
        .returning(Agreement.state)
        .execution_options(synchronize_session=False)
    )
    if state is None:
        raise RuleBroken("", _("This agreement no longer waits for your answer."))
    _journal(session, "supervision.accept_agreement", agreement, person_id, now)
    return state is AgreementState.ACTIVE


def decline_agreement(
    session: Session, agreement: Agreement, *, person_id: int, now: datetime
) -> None:
    """Say no for one side: the proposal is closed; no reason is asked, none is kept."""
    if person_id not in {agreement.supervisor_id, agreement.trainee_id}:
        raise NotThere
    closed = session.scalar(
        update(Agreement)
        .where(Agreement.id == agreement.id, Agreement.state == AgreementState.PROPOSED)
        .values(state=AgreementState.DECLINED, closed_at=now)
        .returning(Agreement.id)
        .execution_options(synchronize_session=False)
    )
    if closed is None:
        raise RuleBroken("", _("This agreement no longer waits for your answer."))
    _journal(session, "supervision.decline_agreement", agreement, person_id, now)


def _journal(
    session: Session, action: str, agreement: Agreement, person_id: int, now: datetime
) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=person_id,
        subject=("agreement", agreement.public_id),
        about=agreement.trainee_id,
        organisation_id=agreement.organisation_id,
    )
