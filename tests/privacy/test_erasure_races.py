"""Erasures that meet: of eight managers one stays, and a wish is either kept or carried out."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Membership, Person, PersonState
from lms.accounts.operations.memberships import end_membership
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere, RuleBroken
from lms.privacy import jobs
from lms.privacy.models import ErasedPerson, Erasure, ErasureState
from lms.privacy.operations.erasing import Erasing
from lms.privacy.operations.erasures import ask_erasure, carry_out, keep_account
from lms.privacy.rules.erasures import KEPT_OPEN, lines_in, list_path
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.make import Make, today
from tests.races import at_once

ROUNDS = 5


def test_of_managers_who_leave_at_once_one_stays(real: Application) -> None:
    sessions = real.extensions["sillage.sessions"]
    for _round in range(ROUNDS):
        with sessions.begin() as session:
            make = Make(session)
            here = make.organisation(slug=new_token(), prefix=new_token()[:8])
            roles = [make.membership(somebody(make), here, Role.MANAGER).id for _ in range(8)]
        acts = [partial(leave, sessions, role, ends=n % 2 == 0) for n, role in enumerate(roles)]
        assert at_once(acts).count(True) == 7


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=-1)])
def test_a_wish_is_either_kept_or_carried_out(real: Application, late: timedelta) -> None:
    sessions = real.extensions["sillage.sessions"]
    for _round in range(ROUNDS):
        token = new_token()
        with sessions.begin() as session:
            person = somebody(Make(session))
            asked = ask_erasure(session, person.id, by=None, token=token, now=now())
        kept = partial(keep, sessions, token, asked.due_at + late)
        erased = partial(erase, real, asked.id, asked.due_at)
        assert sum(at_once([kept, erased] * 3)) == 1
        with sessions() as session:
            found = select(Person.state, Erasure.state).join(Erasure).where(Erasure.id == asked.id)
            assert tuple(session.execute(found).one()) in {
                (PersonState.ACTIVE, ErasureState.KEPT),
                (PersonState.ERASED, ErasureState.DONE),
            }


def test_two_workers_erase_each_person_once(real: Application) -> None:
    sessions = real.extensions["sillage.sessions"]
    with sessions.begin() as session:
        make = Make(session)
        for _n in range(6):
            ask_erasure(session, make.person().id, by=None, token=new_token(), now=now())
    later = now() + KEPT_OPEN + timedelta(minutes=1)
    assert sum(at_once([partial(jobs.erase_due, real, now=later)] * 2)) == 6
    with sessions() as session:
        assert session.scalar(select(func.count(ErasedPerson.id))) == 6
    list_file = list_path(real.extensions["sillage.settings"].data)
    assert len(lines_in(list_file.read_text())) == 6


def somebody(make: Make) -> Person:
    return make.person(email=f"{new_token()}@exemple.test")


def leave(sessions: sessionmaker[Session], membership_id: int, *, ends: bool) -> bool:
    """End the role, or ask to be erased; false when refused."""
    try:
        with sessions.begin() as session:
            role = session.get_one(Membership, membership_id)
            if ends:
                end_membership(session, role, by=role.person_id, today=today(), now=now())
            else:
                ask_erasure(session, role.person_id, by=None, token=new_token(), now=now())
    except RuleBroken:
        return False
    return True


def keep(sessions: sessionmaker[Session], token: str, at: datetime) -> bool:
    try:
        with sessions.begin() as session:
            keep_account(session, token, now=at)
    except NotThere:
        return False
    return True


def erase(app: Application, erasure_id: int, at: datetime) -> bool:
    list_file = list_path(app.extensions["sillage.settings"].data)
    how = Erasing(token=new_token(), today=at.date(), now=at)
    keys: Keys = app.extensions["sillage.keys"]
    with app.extensions["sillage.sessions"].begin() as session:
        return carry_out(session, keys, erasure_id, list_file=list_file, how=how)
