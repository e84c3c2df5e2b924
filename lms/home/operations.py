"""Ending or suspending somebody's role in an organisation with all that rests on it, in one act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.accounts.operations import suspending
from lms.accounts.operations.memberships import end_membership
from lms.certification.operations.listing import list_again
from lms.home.policies import ends_own_role
from lms.home.queries.people import enrolments_of
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.learning.models import EnrolmentState
from lms.learning.operations import end_enrolment
from lms.supervision.operations.end_agreement import end_agreements_of


def end_role(
    session: Session, membership: Membership, *, by: int, today: date, now: datetime
) -> None:
    """End the role, its trainings and its agreements; account, hours and certificates stay."""
    _refuse_own(membership, by, _("You cannot end your own role: another manager can."))
    end_membership(session, membership, by=by, today=today, now=now)
    for enrolment in enrolments_of(session, membership.id):
        if enrolment.state is EnrolmentState.ACTIVE:
            end_enrolment(session, enrolment, by=by, on=today, now=now)
    end_agreements_of(session, membership.id, on=today, now=now, by=by)


def suspend_role(
    session: Session, membership: Membership, *, by: int, now: datetime, message_id: str
) -> None:
    """Shut the organisation's pages to the person; trainings and agreements wait, nothing ends."""
    _refuse_own(membership, by, _("You cannot suspend your own role: another manager can."))
    suspending.suspend_membership(session, membership, by=by, now=now, message_id=message_id)


def resume_role(
    session: Session, membership: Membership, *, by: int, now: datetime, message_id: str
) -> None:
    """Open them again, as they were."""
    suspending.resume_membership(session, membership, by=by, now=now, message_id=message_id)
    for enrolment in enrolments_of(session, membership.id)[:1]:
        list_again(session, enrolment.id)


def _refuse_own(membership: Membership, by: int, words: Text) -> None:
    if membership.role is Role.MANAGER and ends_own_role(by, membership.person_id):
        raise RuleBroken("", words)
