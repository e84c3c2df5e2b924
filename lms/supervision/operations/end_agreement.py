"""Ending agreements: on a day that somebody chose, or with a membership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision.models import Agreement, AgreementState
from lms.supervision.operations.letters import tell
from lms.supervision.queries.agreements import last_held_on
from lms.supervision.rules.agreements import refuse_end

LIVING = (AgreementState.PROPOSED, AgreementState.ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAgreement:
    """The last day on which a session may be held and logged."""

    ends_on: date


def end_agreement(
    session: Session,
    agreement: Agreement,
    order: EndAgreement,
    *,
    by: int,
    today: date,
    now: datetime,
) -> None:
    """Give an active agreement its last day; that day may be moved while it has not passed.

    Choosing the day that it has already changes nothing and tells nobody again.
    """
    # A session that is being logged is waited for: it may be later than the last day.
    locked = select(Agreement.ends_on).where(Agreement.id == agreement.id).with_for_update()
    if session.scalar(locked) == order.ends_on:
        return
    refuse_end(
        order.ends_on,
        starts_on=agreement.starts_on,
        last_held_on=last_held_on(session, agreement.id),
        today=today,
    )
    if not _keep_last_day(session, agreement, order.ends_on, today=today, now=now):
        raise RuleBroken("ends_on", _("This agreement has ended already."))
    _journal(session, agreement, by, now, ends_on=order.ends_on.isoformat())
    others = {agreement.supervisor_id, agreement.trainee_id} - {by}
    line = _("A document of yours on Sillage has changed.")
    # A day may be left and chosen again: the moment tells the two letters apart.
    tell(session, agreement, others, line, act=f"e{now:%Y%m%d%H%M%S%f}.{by}", now=now)


def _keep_last_day(
    session: Session, agreement: Agreement, ends_on: date, *, today: date, now: datetime
) -> bool:
    """False when the last day had passed before."""
    state = AgreementState.ENDED if ends_on < today else AgreementState.ACTIVE
    kept = session.scalar(
        update(Agreement)
        .where(
            Agreement.id == agreement.id,
            Agreement.state == AgreementState.ACTIVE,
            or_(Agreement.ends_on.is_(None), Agreement.ends_on >= today),
        )
        .values(ends_on=ends_on, state=state, closed_at=now)
        .returning(Agreement.id)
    )
    return kept is not None


def withdraw_proposal(session: Session, agreement: Agreement, *, by: int, now: datetime) -> None:
    """Take a proposal back before both have accepted."""
    closed = session.scalar(
        update(Agreement)
        .where(Agreement.id == agreement.id, Agreement.state == AgreementState.PROPOSED)
        .values(state=AgreementState.ENDED, closed_at=now)
        .returning(Agreement.id)
    )
    if closed is None:
        raise NotThere
    _journal(session, agreement, by, now)


def end_agreements_of(
    session: Session, membership_id: int, *, on: date, now: datetime, by: int | None = None
) -> int:
    """End every living agreement that rests on a membership; how many there were."""
    found = session.scalars(
        select(Agreement)
        .where(
            or_(
                Agreement.supervisor_membership_id == membership_id,
                Agreement.trainee_membership_id == membership_id,
            ),
            Agreement.state.in_(LIVING),
        )
        .with_for_update()
    ).all()
    for agreement in found:
        if agreement.state is AgreementState.ACTIVE:
            last = agreement.ends_on if agreement.ends_on and agreement.ends_on < on else on
            agreement.ends_on = max(agreement.starts_on, last)
        agreement.state = AgreementState.ENDED
        agreement.closed_at = now
        _journal(session, agreement, by, now)
    session.flush()
    return len(found)


def _journal(
    session: Session, agreement: Agreement, by: int | None, now: datetime, **details: str
) -> None:
    record(
        session,
        "supervision.end_agreement",
        now=now,
        actor_id=by,
        subject=("agreement", agreement.public_id),
        about=agreement.trainee_id,
        organisation_id=agreement.organisation_id,
        **details,
    )
