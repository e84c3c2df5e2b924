"""Group sessions: planning them, and each line of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from lms.accounts.models import Person
from lms.attendance.models import SignedOn
from lms.attendance.operations.marking import Line, sign
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.web.page import new_token, now
from tests.make import GroupDay
from tests.torture.acts.stage import Act, Press, Stage


@dataclass
class Gathering:
    """A session, who leads it and who is expected."""

    trainer: Person
    trainee: Person
    day: GroupDay

    @property
    def page(self) -> str:
        return f"/group-sessions/{self.day.held.public_id}"

    @property
    def half(self) -> str:
        return f"/half-days/{self.day.halves[0].public_id}"

    def leading(self, page: str, **fields: str) -> Press:
        """The trainer's form."""
        return Press(page, page, self.trainer, Role.TRAINER, None, fields)


def gather(stage: Stage) -> Gathering:
    trainer, trainee = stage.make.person(), stage.trainee()
    mine = select(Enrolment).where(Enrolment.person_id == trainee.id)
    enrolments = stage.make.session.scalars(mine).all()
    cohort = stage.make.cohort(
        stage.organisation, stage.at[3], trainer=trainer, enrolments=enrolments
    )
    held = stage.make.group_session(cohort, leads=trainer, at=now() - timedelta(hours=20))
    return Gathering(trainer, trainee, held)


def plan_session(stage: Stage) -> Press:
    trainer = gather(stage).trainer
    hours = {"day": "2027-01-12", "first_begins": "09:00", "first_ends": "12:00"}
    fields = {"title": "Le cadre", "trainers": str(trainer.id), **hours}
    return Press("/group-sessions/new", "", trainer, Role.TRAINER, None, fields)


def change_session(stage: Stage) -> Press:
    one = gather(stage)
    return one.leading(
        f"{one.page}/change", place="Salle 3", first_begins="8:00", first_ends="9:00"
    )


def cancel_session(stage: Stage) -> Press:
    one = gather(stage)
    return one.leading(f"{one.page}/cancel")


def sign_half_day(stage: Stage) -> Press:
    one = gather(stage)
    return stage.learning(one.trainee, f"{one.half}/sign")


def take_back_signature(stage: Stage) -> Press:
    one = gather(stage)
    line = Line(
        person_id=one.trainee.id,
        leads=False,
        by=one.trainee.id,
        signed_on=SignedOn.OWN,
        now=now(),
        public_id=new_token(),
    )
    sign(stage.make.session, one.day.halves[0], line, late_reason=None)
    return stage.learning(one.trainee, one.page, f"{one.half}/take-back")


def pass_round(stage: Stage) -> Press:
    one = gather(stage)
    chosen = {"person": one.trainee.public_id, "name": one.trainee.screen_name}
    return one.leading(f"{one.half}/round", **chosen)


def note_absent(stage: Stage) -> Press:
    one = gather(stage)
    return one.leading(f"{one.half}/absence", person=one.trainee.public_id, kind="absent")


def close_sheet(stage: Stage) -> Press:
    one = gather(stage)
    for half in one.day.halves:
        half.starts_at -= timedelta(days=1)
        half.ends_at -= timedelta(days=1)
    stage.make.session.flush()
    return one.leading(f"{one.page}/close")


def empty_sheet(stage: Stage) -> Press:
    one = gather(stage)
    for half in one.day.halves:
        half.starts_at += timedelta(days=3)
        half.ends_at += timedelta(days=3)
    stage.make.session.flush()
    return one.leading(f"{one.page}/empty-sheet")


ATTENDANCE = {
    "attendance.close_sheet": Act(close_sheet),
    "attendance.empty_sheet": Act(empty_sheet),
    "attendance.plan_session": Act(plan_session, devices=False),
    "attendance.change_session": Act(change_session, devices=False),
    "attendance.cancel_session": Act(cancel_session),
    "attendance.sign_half_day": Act(sign_half_day),
    "attendance.take_back_signature": Act(take_back_signature),
    "attendance.pass_round": Act(pass_round),
    "attendance.note_absent": Act(note_absent),
}
