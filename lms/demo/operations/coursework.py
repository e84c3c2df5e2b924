"""Work is handed in; one is answered, one waits."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from lms.assessment.models import Level, Work, WorkState
from lms.assessment.operations.answer_work import (
    Answering,
    AnswerWork,
    answer_work,
    remember_opening,
)
from lms.assessment.operations.hand_in import HandIn, Hands, hand_in
from lms.assessment.rules.work import HANDED_IN
from lms.catalogue.rules.outline import ActivityOutline
from lms.demo.operations.stage import Stage
from lms.demo.queries import enrolment_of
from lms.demo.rules.cast import RIVES
from lms.demo.rules.coursework import WORKS, Handed
from lms.demo.rules.tutoring import TUTOR
from lms.learning.queries import active_enrolments
from lms.storage.operations import Folder

NO_FILES = Folder(Path())
"""Words only are handed in: the store stays as it is."""


def hand_work_in(stage: Stage) -> None:
    """Two people of the cohort hand something in for the first step that takes work."""
    step = next(one for one in stage.version.activities if one.kind in HANDED_IN)
    for handed in WORKS:
        _hand_in(stage, handed, step)


def _hand_in(stage: Stage, handed: Handed, step: ActivityOutline) -> None:
    person = stage.people[handed.who]
    mine = active_enrolments(stage.session, person.id)
    here = enrolment_of(stage.session, person.id, stage.places[RIVES].id)
    enrolment = next(one for one in mine if one.id == here.id)
    by = Hands(
        person_id=person.id,
        enrolment=enrolment,
        activity=step,
        today=stage.on(handed.days),
        now=stage.at(handed.days),
        new_id=stage.token,
    )
    public_id = hand_in(stage.session, stage.keys, NO_FILES, HandIn(words=handed.words), by)
    if handed.feedback:
        _answer(stage, handed, step, public_id)


def _answer(stage: Stage, handed: Handed, step: ActivityOutline, public_id: str) -> None:
    work = stage.session.scalars(select(Work).where(Work.public_id == public_id)).one()
    domains = tuple(step.sheet.get("domains", ()))
    order = AnswerWork(
        feedback=handed.feedback,
        state=WorkState.ACCEPTED,
        levels=dict.fromkeys(domains[:1], Level.IN_PROGRESS),
        domains=domains,
    )
    moment = stage.at(handed.answered_days)
    remember_opening(stage.session, work.id, now=moment)
    how = Answering(
        by=stage.people[TUTOR].id,
        today=stage.on(handed.answered_days),
        now=moment,
        public_id=stage.token(),
        link=f"/modules/{step.module_slug}/steps/{step.position}/work",
    )
    answer_work(stage.session, stage.keys, order, work.id, how)
