"""An organisation keeps somebody who manages it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership, MembershipState, Person, PersonState
from lms.accounts.operations.memberships import end_membership
from lms.kernel.refusals import RuleBroken
from lms.web.page import now
from tests.make import Make, today


def end(session: Session, person: Person) -> MembershipState:
    """End the person's only role; its state."""
    held = session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    end_membership(session, held, by=person.id, today=today(), now=now())
    session.refresh(held)
    return held.state


def test_the_last_manager_s_role_does_not_end(session: Session, make: Make) -> None:
    organisation = make.organisation()
    last = make.manager(organisation)
    make.manager(make.organisation())
    make.supervisor(organisation)
    with pytest.raises(RuleBroken, match="invite another manager first"):
        end(session, last)


def test_one_of_two_managers_may_go(session: Session, make: Make) -> None:
    organisation = make.organisation()
    one, other = make.manager(organisation), make.manager(organisation)
    assert end(session, one) is MembershipState.ENDED
    with pytest.raises(RuleBroken):
        end(session, other)


def test_a_closed_account_manages_nothing(session: Session, make: Make) -> None:
    organisation = make.organisation()
    one, other = make.manager(organisation), make.manager(organisation)
    other.state = PersonState.CLOSED
    session.flush()
    with pytest.raises(RuleBroken):
        end(session, one)
    assert end(session, other) is MembershipState.ENDED


def test_the_last_supervisor_or_trainee_may_go(session: Session, make: Make) -> None:
    organisation = make.organisation()
    for person in (make.supervisor(organisation), make.trainee(organisation)):
        assert end(session, person) is MembershipState.ENDED
