"""Inviting into training: the invitation and the programme that it offers, in one act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation
from lms.accounts.operations import invitations as accounts
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import TrainingOffer
from lms.learning.operations.enrolments import enrol
from lms.learning.operations.reviews import refuse_unreviewed
from lms.retention.queries import kept_for


def invite(
    session: Session,
    order: InvitePerson,
    *,
    version_id: int | None,
    organisation_id: int,
    invited_by: int | None,
    secrets: Secrets,
    now: datetime,
) -> int:
    """Invite somebody; a person in training is offered a programme in the same act."""
    if order.role is Role.TRAINEE and not version_id:
        raise RuleBroken("version_id", _("Choose a programme."))
    if order.role is Role.TRAINEE:
        refuse_unreviewed(session, organisation_id=organisation_id, version_id=int(version_id or 0))
    invitation_id = accounts.invite(
        session,
        order,
        organisation_id=organisation_id,
        invited_by=invited_by,
        secrets=secrets,
        now=now,
    )
    if order.role is Role.TRAINEE:
        session.add(TrainingOffer(invitation_id=invitation_id, version_id=version_id))
    return invitation_id


def accept(
    session: Session,
    invitation: Invitation,
    *,
    person_id: int,
    public_ids: tuple[str, str],
    today: date,
    now: datetime,
) -> None:
    """Give the role, and enrol on the offered version; a second acceptance finds nothing."""
    membership = accounts.accept(
        session, invitation, person_id=person_id, public_id=public_ids[0], today=today, now=now
    )
    version_id = session.scalar(
        select(TrainingOffer.version_id).where(TrainingOffer.invitation_id == invitation.id)
    )
    if version_id is not None:
        enrol(
            session,
            membership=membership,
            version_id=version_id,
            today=today,
            now=now,
            public_id=public_ids[1],
        )


def purge_invitations(session: Session, *, now: datetime) -> int:
    """Delete invitations some time after their end, with what they offered; how many.

    Accounts, roles and enrolments that came of them stay.
    """
    ended = accounts.ended_invitations(session, before=now - kept_for(session, "invitations"))
    session.execute(delete(TrainingOffer).where(TrainingOffer.invitation_id.in_(ended)))
    accounts.forget_invitations(session, ended)
    return len(ended)
