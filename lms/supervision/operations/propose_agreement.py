"""A manager proposes an agreement between two people of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.actor import Role
from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.supervision.models import Agreement, AgreementState
from lms.supervision.operations.letters import tell
from lms.supervision.queries.agreements import Member, chosen_members
from lms.supervision.rules.agreements import refuse_start


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAgreement:
    """The public ids of the two memberships, and the first day."""

    supervisor: str
    trainee: str
    starts_on: date


def propose_agreement(
    session: Session,
    order: ProposeAgreement,
    *,
    organisation_id: int,
    proposed_by: int,
    today: date,
    now: datetime,
    public_id: str,
) -> Agreement:
    """Propose supervision; it holds once both have accepted. The caller commits."""
    refuse_start(order.starts_on, today)
    supervisor, trainee = _sides(session, order, organisation_id)
    _close_past(session, organisation_id, supervisor, trainee, today=today, now=now)
    made = insert_new(
        session,
        Agreement,
        public_id=public_id,
        organisation_id=organisation_id,
        supervisor_membership_id=supervisor.id,
        supervisor_id=supervisor.person_id,
        trainee_membership_id=trainee.id,
        trainee_id=trainee.person_id,
        state=AgreementState.PROPOSED,
        starts_on=order.starts_on,
        proposed_by=proposed_by,
        proposed_at=now,
    )
    if not made:
        raise RuleBroken("", _("These two people already have an agreement, proposed or active."))
    agreement = session.scalars(select(Agreement).where(Agreement.public_id == public_id)).one()
    _journal_and_mail(session, agreement, now=now)
    return agreement


def _sides(
    session: Session, order: ProposeAgreement, organisation_id: int
) -> tuple[Member, Member]:
    chosen = chosen_members(session, organisation_id, (order.supervisor, order.trainee))
    supervisor, trainee = chosen.get(Role.SUPERVISOR), chosen.get(Role.TRAINEE)
    if supervisor is None or supervisor.public_id != order.supervisor:
        raise RuleBroken("supervisor", _("This person no longer supervises in your organisation."))
    if trainee is None or trainee.public_id != order.trainee:
        raise RuleBroken("trainee", _("This person is no longer in training in your organisation."))
    if supervisor.person_id == trainee.person_id:
        raise RuleBroken("supervisor", _("Nobody supervises themselves: choose two people."))
    return supervisor, trainee


def _close_past(
    session: Session,
    organisation_id: int,
    supervisor: Member,
    trainee: Member,
    *,
    today: date,
    now: datetime,
) -> None:
    # An agreement whose last day has passed must not stand in the way of a new one.
    session.execute(
        update(Agreement)
        .where(
            Agreement.organisation_id == organisation_id,
            Agreement.supervisor_id == supervisor.person_id,
            Agreement.trainee_id == trainee.person_id,
            Agreement.state == AgreementState.ACTIVE,
            Agreement.ends_on < today,
        )
        .values(state=AgreementState.ENDED, closed_at=now)
    )


def _journal_and_mail(session: Session, agreement: Agreement, *, now: datetime) -> None:
    record(
        session,
        "supervision.propose_agreement",
        now=now,
        actor_id=agreement.proposed_by,
        subject=("agreement", agreement.public_id),
        about=agreement.trainee_id,
        organisation_id=agreement.organisation_id,
        role=Role.MANAGER,
    )
    both = (agreement.supervisor_id, agreement.trainee_id)
    line = _("A document was prepared for you on Sillage and waits for your answer.")
    tell(session, agreement, both, line, act="p", now=now)
