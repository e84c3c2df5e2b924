"""Inviting into training: the invitation and the programme that it offers, in one act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation
from lms.accounts.operations import invitations as accounts
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning.models import Cohort, CohortState, TrainingOffer
from lms.learning.operations.cohorts import members_in
from lms.learning.operations.enrolments import enrol
from lms.learning.operations.joining import Joining, join_cohort
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
    cohort_id: int | None = None,
) -> int:
    """Invite somebody; a person in training is offered a programme in the same act.

    With a cohort it is the cohort's programme.
    """
    if order.role is not Role.TRAINEE:
        cohort_id = None
    if cohort_id:
        version_id = _open_cohort(session, organisation_id, cohort_id).version_id
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
        offer = TrainingOffer(
            invitation_id=invitation_id, version_id=version_id, cohort_id=cohort_id or None
        )
        session.add(offer)
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
    """Give the role, and enrol on the offered version; a second acceptance finds nothing.

    In a cohort that is full or closed by then, nobody is turned away: the training begins, and a
    manager finds the place.
    """
    membership = accounts.accept(
        session, invitation, person_id=person_id, public_id=public_ids[0], today=today, now=now
    )
    offer = session.get(TrainingOffer, invitation.id)
    if offer is None:
        return
    how = Joining(by=person_id, today=today, now=now, public_id=public_ids[1])
    if offer.cohort_id is not None:
        try:
            join_cohort(session, offer.cohort_id, membership, how)
        except RuleBroken:
            pass
        else:
            return
    enrol(
        session,
        membership=membership,
        version_id=offer.version_id,
        today=today,
        now=now,
        public_id=public_ids[1],
    )


def _open_cohort(session: Session, organisation_id: int, cohort_id: int) -> Cohort:
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.organisation_id != organisation_id:
        raise NotThere
    if cohort.state is CohortState.CLOSED:
        raise RuleBroken("cohort_id", _("This cohort is closed: nobody joins it any more."))
    if cohort.capacity is not None and members_in(session, cohort_id) >= cohort.capacity:
        raise RuleBroken("cohort_id", _("All the places of this cohort are taken."))
    return cohort


def purge_invitations(session: Session, *, now: datetime) -> int:
    """Delete invitations some time after their end, with what they offered; how many.

    Accounts, roles and enrolments that came of them stay.
    """
    ended = accounts.ended_invitations(session, before=now - kept_for(session, "invitations"))
    session.execute(delete(TrainingOffer).where(TrainingOffer.invitation_id.in_(ended)))
    accounts.forget_invitations(session, ended)
    return len(ended)
