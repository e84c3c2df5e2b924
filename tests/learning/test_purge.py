"""Invitations are forgotten a month after their end; what came of them stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, Membership
from lms.kernel.actor import Role
from lms.learning.jobs import purge
from lms.learning.models import Enrolment, TrainingOffer
from lms.web.database import Application
from lms.web.page import now
from tests.client import Client
from tests.learning.test_invite import invite, link_of
from tests.make import Make

JUST_BEFORE = timedelta(days=29)
A_MONTH_AFTER = timedelta(days=31)
OPEN_FOR = timedelta(days=14)


def counted(session: Session) -> tuple[int, int]:
    """Invitations and what they offer."""
    session.expire_all()
    invitations = session.scalar(select(func.count()).select_from(Invitation)) or 0
    return invitations, session.scalar(select(func.count()).select_from(TrainingOffer)) or 0


def test_an_accepted_invitation_is_forgotten_and_the_enrolment_stays(
    app: Application, client: Client, make: Make, session: Session
) -> None:
    invite(client, make)
    stranger = Client(app, session)
    stranger.submit(link_of(session), password="une phrase que je garde")
    session.commit()

    assert purge(app, now=now() + JUST_BEFORE) == 0
    assert counted(session) == (1, 1)
    assert purge(app, now=now() + A_MONTH_AFTER) == 1
    assert counted(session) == (0, 0)
    enrolment = session.scalars(select(Enrolment)).one()
    membership = session.get_one(Membership, enrolment.membership_id)
    assert membership.role is Role.TRAINEE


def test_an_invitation_that_nobody_answered_is_forgotten_a_month_after_it_ran_out(
    app: Application, client: Client, make: Make, session: Session
) -> None:
    invite(client, make)
    session.commit()

    assert purge(app, now=now() + A_MONTH_AFTER) == 0
    assert counted(session) == (1, 1)
    assert purge(app, now=now() + OPEN_FOR + A_MONTH_AFTER) == 1
    assert counted(session) == (0, 0)
