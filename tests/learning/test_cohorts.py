"""Who accompanies whom, through cohorts."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import Membership, MembershipState
from lms.kernel.actor import Role
from lms.learning.models import CohortStaff, Enrolment
from lms.learning.queries.cohorts import accompanied_by, accompanies, staff_of
from tests.make import Make, today


def test_staff_accompanies_the_people_of_its_cohort_and_nobody_else(make: Make) -> None:
    place, version = make.organisation(), make.version()
    trainer, tutor = make.person("Ana"), make.person("Bob")
    mine = make.enrolment(make.person(), place, version)
    alone = make.enrolment(make.person(), place, version)
    make.cohort(place, version, trainer=trainer, tutor=tutor, enrolments=[mine])
    make.cohort(place, version)
    asked = make.session
    assert accompanies(asked, trainer.id, mine.id)
    assert accompanies(asked, trainer.id, mine.id, Role.TRAINER)
    assert not accompanies(asked, trainer.id, mine.id, Role.TUTOR)
    assert not accompanies(asked, trainer.id, alone.id)
    assert not accompanies(asked, mine.person_id, mine.id)
    assert {row.person_id: row.role for row in staff_of(asked, mine.id)} == {
        trainer.id: Role.TRAINER,
        tutor.id: Role.TUTOR,
    }
    assert staff_of(asked, alone.id) == ()
    found = asked.scalars(select(Enrolment.id).where(accompanied_by(tutor.id)))
    assert found.all() == [mine.id]


def test_nobody_accompanies_once_their_part_or_their_role_is_over(make: Make) -> None:
    place, version = make.organisation(), make.version()
    trainer, tutor = make.person(), make.person()
    mine = make.enrolment(make.person(), place, version)
    make.cohort(place, version, trainer=trainer, tutor=tutor, enrolments=[mine])
    session = make.session
    of = {row.person_id: row for row in session.scalars(select(CohortStaff))}
    of[trainer.id].ended_on = today()
    session.get_one(Membership, of[tutor.id].membership_id).state = MembershipState.SUSPENDED
    session.flush()
    assert not accompanies(session, trainer.id, mine.id)
    assert not accompanies(session, tutor.id, mine.id)
    assert staff_of(session, mine.id) == ()
