"""Enrolling and ending a training."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning import operations
from lms.learning.models import Enrolment, EnrolmentState
from lms.web.page import new_token, now
from tests.make import Make

DAY = date(2026, 11, 22)


def enrol(session: Session, membership: Membership, version_id: int) -> Enrolment:
    return operations.enrol(
        session,
        membership=membership,
        version_id=version_id,
        today=DAY,
        now=now(),
        public_id=new_token(),
    )


def test_enrolling_twice_keeps_the_first(session: Session, make: Make) -> None:
    membership = make.membership(make.person(), make.organisation(), Role.TRAINEE)
    version = make.version()
    first = enrol(session, membership, version.id)
    assert enrol(session, membership, version.id).public_id == first.public_id
    assert first.organisation_id == membership.organisation_id


def test_a_training_ends_once_and_is_journaled_once(session: Session, make: Make) -> None:
    enrolment = make.enrolment()
    manager = make.manager()
    for _time in range(2):
        operations.end_enrolment(session, enrolment, by=manager.id, on=DAY, now=now())
    session.refresh(enrolment)
    assert (enrolment.state, enrolment.ended_on) == (EnrolmentState.ENDED, DAY)
    ended = select(func.count()).where(JournalEntry.action == "learning.end_enrolment")
    assert session.scalar(ended) == 1
