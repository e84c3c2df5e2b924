"""Work handed in, taken back and answered."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import Person
from lms.assessment.models import Moment, Positioning
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.web.page import new_token, now
from tests.assessment.kept import kept_exemption, kept_work
from tests.make import today
from tests.torture.acts.stage import Act, Press, Stage

WORK = "/modules/module-1/steps/2/work"


def hand_in(stage: Stage) -> Press:
    person, _tutor, _enrolment = _accompanied(stage)
    return stage.learning(person, WORK, WORK, words="Des mots.", act="hand-in")


def autosave_work(stage: Stage) -> Press:
    person, _tutor, _enrolment = _accompanied(stage)
    fields = {"version": "0", "text": "Des mots."}
    draft = f"{WORK}/draft"
    return Press("/accessibility", draft, person, Role.TRAINEE, fields=fields, scripted=True)


def take_back(stage: Stage) -> Press:
    person, _tutor, enrolment = _accompanied(stage)
    _kept(stage, enrolment)
    return stage.learning(person, WORK, f"{WORK}/withdraw")


def answer(stage: Stage) -> Press:
    _person, tutor, enrolment = _accompanied(stage)
    path = f"/tutoring/work/{_kept(stage, enrolment)}"
    fields = {"state": "accepted", "feedback": "Merci.", "act": "answer"}
    return Press(path, path, tutor, Role.TUTOR, fields=fields)


def autosave_feedback(stage: Stage) -> Press:
    _person, tutor, enrolment = _accompanied(stage)
    path = f"/tutoring/work/{_kept(stage, enrolment)}/draft"
    fields = {"version": "0", "text": "Merci."}
    return Press("/accessibility", path, tutor, Role.TUTOR, fields=fields, scripted=True)


def _accompanied(stage: Stage) -> tuple[Person, Person, Enrolment]:
    """Somebody new in training, with a tutor of their own."""
    person, tutor = stage.trainee(), stage.make.person()
    mine = select(Enrolment).where(Enrolment.person_id == person.id)
    enrolment = stage.make.session.scalars(mine).one()
    stage.make.cohort(stage.organisation, stage.at[3], tutor=tutor, enrolments=[enrolment])
    return person, tutor, enrolment


def _kept(stage: Stage, enrolment: Enrolment) -> str:
    store = stage.app.extensions["sillage.settings"].files
    work, _file = kept_work(stage.make.session, stage.keys, store, enrolment, "Des mots.")
    return work.public_id


def say_own(stage: Stage) -> Press:
    person, _tutor, _enrolment = _accompanied(stage)
    path = "/competencies/D1"
    return stage.learning(person, path, path, level_D1="achieved")


def say_of(stage: Stage) -> Press:
    _person, tutor, enrolment = _accompanied(stage)
    path = f"/tutoring/{enrolment.public_id}/competencies/D1"
    return Press(path, path, tutor, Role.TUTOR, fields={"level_D1": "achieved"})


def place(stage: Stage) -> Press:
    person, _tutor, _enrolment = _accompanied(stage)
    path = "/positioning/before"
    return stage.learning(person, path, path, level_D1="achieved", shared="shared")


def share(stage: Stage) -> Press:
    person, _tutor, enrolment = _accompanied(stage)
    made = Positioning(
        public_id=new_token(),
        person_id=person.id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        moment=Moment.BEFORE,
        shared=False,
        done_on=today(),
        done_at=now(),
    )
    stage.make.session.add(made)
    stage.make.session.flush()
    return stage.learning(person, "/positioning", "/positioning/before/share", shared="shared")


def exempt(stage: Stage) -> Press:
    _person, tutor, enrolment = _accompanied(stage)
    path = f"/tutoring/{enrolment.public_id}/exemptions"
    fields = {"scope": "module-1", "reason": "Déjà acquis.", "evidence": "Un diplôme."}
    return Press(path, path, tutor, Role.TUTOR, fields=fields)


def withdraw_exemption(stage: Stage) -> Press:
    _person, tutor, enrolment = _accompanied(stage)
    store = stage.app.extensions["sillage.settings"].files
    session = stage.make.session
    made, _file = kept_exemption(session, stage.keys, store, enrolment, "…", by=tutor.id)
    path = f"/tutoring/exemptions/{made.public_id}"
    return Press(path, path, tutor, Role.TUTOR, fields={"reason": "Une erreur."})


ASSESSMENT = {
    "assessment.exemptions_of_somebody": Act(exempt),
    "assessment.place": Act(place),
    "assessment.share_positioning": Act(share),
    "assessment.exemption": Act(withdraw_exemption),
    "assessment.work": Act(hand_in),
    "assessment.autosave_work": Act(autosave_work),
    "assessment.take_work_back": Act(take_back),
    "assessment.answer": Act(answer),
    "assessment.autosave_feedback": Act(autosave_feedback),
    "assessment.competency": Act(say_own),
    "assessment.competency_of": Act(say_of),
}
