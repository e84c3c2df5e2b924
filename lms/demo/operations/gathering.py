"""Group sessions of the demo's cohort: one that people signed, and two that are to come."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import select

from lms.attendance.models import GroupSession, SignedOn
from lms.attendance.operations.marking import Line, sign
from lms.attendance.operations.papers import blank_sheet, close_sheet
from lms.attendance.operations.planning import Planner, PlanSession, halves_of, plan
from lms.attendance.queries.calendar import session_file
from lms.demo.operations.stage import Stage
from lms.demo.queries import membership_of
from lms.demo.rules import tutoring as told
from lms.demo.rules.cast import RIVES
from lms.kernel.actor import Role
from lms.learning.models import Cohort
from lms.learning.operations.cohorts import appoint


def gather(stage: Stage) -> None:
    """Somebody leads the sessions of the cohort; most people of it have signed for the last one."""
    place = stage.places[RIVES]
    asked = select(Cohort).where(Cohort.organisation_id == place.id, Cohort.name == told.COHORT)
    cohort = stage.session.scalars(asked).one()
    trainer = membership_of(stage.session, stage.people[told.TRAINER].id, place.id, Role.TRAINER)
    begins_on, at = stage.on(told.BEGAN_DAYS), stage.at(told.BEGAN_DAYS)
    by = stage.manager_of(RIVES) or 0
    appoint(stage.session, cohort, trainer, by=by, today=begins_on, now=at, public_id=stage.token())
    held = _planned(stage, cohort, told.SESSION, -told.HELD_DAYS, times=1)
    for who in told.SIGNED:
        _sign(stage, held, who)
    _planned(stage, cohort, told.NEXT_SESSION, told.NEXT_DAYS, times=2)


def close_sheets(stage: Stage) -> None:
    """The sheet of the last session was closed; the next one has an empty sheet to print."""
    trainer = stage.acts(told.TRAINER, Role.TRAINER)
    asked = select(GroupSession).order_by(GroupSession.first_at, GroupSession.id)
    held, coming, *_later = stage.session.scalars(asked).all()
    for one, act in ((held, close_sheet), (coming, blank_sheet)):
        file = session_file(stage.session, trainer, one.public_id)
        if file is not None:
            how = Planner(
                by=trainer.person_id, now=stage.at(told.CLOSED_DAYS), public_id=stage.token()
            )
            act(stage.session, stage.keys, file, how)


def _planned(stage: Stage, cohort: Cohort, title: str, days: int, *, times: int) -> GroupSession:
    order = PlanSession(
        title=title,
        module_id=None,
        day=stage.on(0) + timedelta(days=days),
        first_begins=time(9, 30),
        first_ends=time(12),
        second_begins=time(13, 30),
        second_ends=time(16),
        place="Maison d’Exempleville, salle 2",
        link="",
        capacity=12,
        make_up=False,
        trainers=(stage.people[told.TRAINER].id,),
    )
    by = stage.people[told.TRAINER].id
    how = Planner(by=by, now=stage.at(told.PLANNED_DAYS), public_id=stage.token())
    return plan(stage.session, cohort, order, how, times=times, weeks=2)


def _sign(stage: Stage, held: GroupSession, who: str) -> None:
    person_id = stage.people[who].id
    for half in halves_of(stage.session, held.id):
        line = Line(
            person_id=person_id,
            leads=who == told.TRAINER,
            by=person_id,
            signed_on=SignedOn.OWN,
            now=half.starts_at + timedelta(minutes=5),
            public_id=stage.token(),
        )
        sign(stage.session, half, line, late_reason=None)
