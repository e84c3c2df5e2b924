"""Pauses, more time, and exchanges with tutors."""

from __future__ import annotations

from datetime import timedelta

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.learning.models import Cohort, Enrolment, Pause, Side, TutorMessage
from lms.learning.rules.tutoring import message_place
from lms.vault.operations import seal
from lms.web.page import new_token, now
from tests.make import today
from tests.torture.acts.stage import Act, Press, Stage

LATER = timedelta(days=60)


def pause(stage: Stage) -> Press:
    return stage.learning(_trainee(stage)[0], "/pace", "/pace/pause")


def resume(stage: Stage) -> Press:
    person, enrolment = _trainee(stage)
    stage.make.session.add(
        Pause(enrolment_id=enrolment.id, begins_on=today() - timedelta(days=9), is_open=True)
    )
    stage.make.session.flush()
    return stage.learning(person, "/pace", "/pace/resume")


def more_time(stage: Stage) -> Press:
    person, enrolment = _trainee(stage)
    return stage.learning(person, "/pace", "/pace/more-time", training=enrolment.public_id)


def ask(stage: Stage) -> Press:
    person, _enrolment = _trainee(stage)
    return stage.learning(person, "/tutor", "/tutor", text="Une question.")


def autosave_question(stage: Stage) -> Press:
    fields = {"version": "0", "text": "Des mots."}
    person, _enrolment = _trainee(stage)
    return Press(
        "/accessibility", "/tutor/draft", person, Role.TRAINEE, None, fields, scripted=True
    )


def answer(stage: Stage) -> Press:
    return _tutoring(stage, text="Une réponse.")


def autosave_answer(stage: Stage) -> Press:
    fields = {"version": "0", "text": "Des mots."}
    one = _tutoring(stage, "/draft")
    return Press("/accessibility", one.action, one.person, Role.TUTOR, None, fields, scripted=True)


def settle(stage: Stage) -> Press:
    return _tutoring(stage, "/settled")


def contact(stage: Stage) -> Press:
    return _tutoring(stage, "/contacts", kind="spoke")


def extend(stage: Stage) -> Press:
    return _tutoring(stage, "/deadline", until=str(today() + LATER))


def give_time(stage: Stage) -> Press:
    _person, enrolment = _trainee(stage)
    page = f"/orgs/{stage.organisation.slug}/trainings/{enrolment.public_id}/deadline"
    return stage.managing(page, until=str(today() + LATER))


def plan(stage: Stage) -> Press:
    _person, enrolment = _trainee(stage)
    cohort = stage.make.session.get_one(Cohort, enrolment.cohort_id)
    page = f"/orgs/{stage.organisation.slug}/cohorts/{cohort.public_id}/modules"
    return stage.managing(page, **{"module_module-1": str(today())})


def _tutoring(stage: Stage, form: str = "", **fields: str) -> Press:
    """A form of the page of somebody whose message waits."""
    person, enrolment, tutor = _three(stage)
    make, public_id = stage.make, new_token()
    place = message_place(public_id, person.id, enrolment.organisation_id)
    make.session.add(
        TutorMessage(
            public_id=public_id,
            enrolment_id=enrolment.id,
            organisation_id=enrolment.organisation_id,
            author_id=person.id,
            side=Side.TRAINEE,
            sealed=seal(make.session, stage.keys, place, "Une question.", now=now()),
            sent_at=now(),
            sent_on=today(),
            due_on=today(),
        )
    )
    make.session.flush()
    page = f"/tutoring/{enrolment.public_id}"
    return Press(page, page + form, tutor, Role.TUTOR, None, fields)


def _trainee(stage: Stage) -> tuple[Person, Enrolment]:
    return _three(stage)[:2]


def _three(stage: Stage) -> tuple[Person, Enrolment, Person]:
    """Somebody new in training, in a cohort with a deadline and a tutor."""
    make = stage.make
    person, tutor = make.person(), make.person()
    enrolment = make.enrolment(person, stage.organisation, stage.at[3])
    make.cohort(
        stage.organisation,
        stage.at[3],
        tutor=tutor,
        enrolments=[enrolment],
        deadline=today() + timedelta(days=30),
    )
    return person, enrolment, tutor


PACE = {
    "learning.pause": Act(pause),
    "learning.resume": Act(resume),
    "learning.more_time": Act(more_time),
    "learning.write_to_tutor": Act(ask, devices=False),
    "learning.autosave_question": Act(autosave_question),
    "learning.write_to_person": Act(answer, devices=False),
    "learning.autosave_answer": Act(autosave_answer),
    "learning.settle_message": Act(settle),
    "learning.note_tutor_contact": Act(contact, devices=False),
    "learning.extend_deadline": Act(extend),
    "learning.plan_cohort_modules": Act(plan),
    "learning.training_deadline": Act(give_time),
}
