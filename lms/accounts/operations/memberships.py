"""Ending a membership: the role stops opening doors at the person's next request."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState
from lms.journal.operations import record
from lms.kernel.refusals import NotThere


def end_membership(
    session: Session, membership: Membership, *, by: int, today: date, now: datetime
) -> None:
    """End a role, once; what rests on it (training, agreements) is ended by the caller."""
    ended = session.scalars(
        update(Membership)
        .where(Membership.id == membership.id, Membership.state == MembershipState.ACTIVE)
        .values(state=MembershipState.ENDED, ended_on=today)
        .returning(Membership.id)
    ).all()
    if not ended:
        raise NotThere
    record(
        session,
        "accounts.end_membership",
        now=now,
        actor_id=by,
        subject=("membership", membership.public_id),
        about=membership.person_id,
        organisation_id=membership.organisation_id,
        role=membership.role,
    )
