"""Ending somebody's role in an organisation with all that rests on it, in one act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.accounts.operations.memberships import end_membership
from lms.home.policies import ends_own_role
from lms.home.queries.people import enrolments_of
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import EnrolmentState
from lms.learning.operations import end_enrolment
from lms.supervision.operations.end_agreement import end_agreements_of


def end_role(
    session: Session, membership: Membership, *, by: int, today: date, now: datetime
) -> None:
    """End the role, its trainings and its agreements; account, hours and certificates stay."""
    if membership.role is Role.MANAGER and ends_own_role(by, membership.person_id):
        raise RuleBroken("", _("You cannot end your own role: another manager can."))
    end_membership(session, membership, by=by, today=today, now=now)
    for enrolment in enrolments_of(session, membership.id):
        if enrolment.state is EnrolmentState.ACTIVE:
            end_enrolment(session, enrolment, by=by, on=today, now=now)
    end_agreements_of(session, membership.id, on=today, now=now, by=by)
