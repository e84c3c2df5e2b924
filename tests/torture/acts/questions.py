"""Open texts of checks: saved on the way, read by a tutor."""

from __future__ import annotations

from sqlalchemy import select

from lms.catalogue.models import Activity, ActivityKind, Module
from lms.catalogue.operations import Act as DraftAct
from lms.catalogue.operations import start_draft
from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.kernel.actor import Role
from lms.learning.models import Attempt
from lms.web.page import new_token, now
from tests.catalogue.banked import banked
from tests.catalogue.checks.kinds import published
from tests.catalogue.folders import small_folder
from tests.learning.open_answers import open_answer
from tests.torture.acts.stage import Act, Press, Stage


def autosave_open_text(stage: Stage) -> Press:
    """A version with an open text, and an attempt at it."""
    session = stage.make.session
    version = published(session)
    person = stage.make.person()
    stage.make.enrolment(person, stage.organisation, version)
    kinds = [QuestionKind.OPEN.value]
    checks = select(Activity.id).join(Module).where(Activity.kind == ActivityKind.CHECK)
    attempt = Attempt(
        public_id=new_token(),
        person_id=person.id,
        activity_id=session.scalars(checks.where(Module.version_id == version.id)).one(),
        number=1,
        questions=len(kinds),
        drawn=[{"id": kind} for kind in kinds],
        started_at=now(),
    )
    session.add(attempt)
    session.flush()
    fields = {"version": "0", "text": "Des mots."}
    path = "/modules/role/check/1/text"
    return Press("/accessibility", path, person, Role.TRAINEE, fields=fields, scripted=True)


def read_answer(stage: Stage) -> Press:
    """A text that waits for its tutor."""
    session = stage.make.session
    version = published(session)
    person, tutor = stage.make.person(), stage.make.member(Role.TUTOR, stage.organisation)
    enrolment = stage.make.enrolment(person, stage.organisation, version)
    stage.make.cohort(stage.organisation, version, tutor=tutor, enrolments=[enrolment])
    answer = open_answer(session, stage.keys, person.id, version.id)
    path = f"/tutoring/answers/{answer.public_id}"
    return Press(path, path, tutor, Role.TUTOR, fields={"judgement": "reached", "reply": "Oui."})


def new_question(stage: Stage) -> Press:
    return _writing(stage, "/studio/questions/new", fr="On peut dire non. {TRUE}")


def change_question(stage: Stage) -> Press:
    page = f"/studio/questions/{_kept(stage)}"
    return _writing(stage, page, fr="On peut dire non. {FALSE}")


def new_question_of(stage: Stage) -> Press:
    fields = {"block1_words_fr": "Quel mot ?", "block1_accepted_fr": "entraide"}
    return _writing(stage, "/studio/questions/new/short", **fields)


def question_in_form(stage: Stage) -> Press:
    page = f"/studio/questions/{_kept(stage)}/form"
    return _writing(stage, page, block1_words_fr="Qui décide ?")


def check_and_bank(stage: Stage) -> Press:
    """A question of a check is kept in the bank, in a place of its own for each round."""
    session, place = stage.make.session, stage.make.organisation()
    author = stage.make.member(Role.AUTHOR, place)
    draft = start_draft(
        session,
        small_folder(),
        organisation_id=place.id,
        act=DraftAct(by=author.id, now=now()),
        public_id=new_token(),
    )
    page = f"/studio/drafts/{draft.public_id}/modules/role/activities/check/bank"
    return Press(page, "", author, Role.AUTHOR, place, {"act": "keep:1"})


def drop_question(stage: Stage) -> Press:
    page = f"/studio/questions/{_kept(stage)}"
    return _writing(stage, page, f"{page}/drop")


def import_questions(stage: Stage) -> Press:
    return _writing(stage, "/studio/questions/import", text="On peut dire non. {TRUE}", act="keep")


def _kept(stage: Stage) -> str:
    author = stage.make.member(Role.AUTHOR, stage.organisation)
    return banked(stage.make.session, stage.organisation.id, author.id).public_id


def _writing(stage: Stage, page: str, action: str = "", **fields: str) -> Press:
    author = stage.make.member(Role.AUTHOR, stage.organisation)
    return Press(page, action, author, Role.AUTHOR, stage.organisation, fields)


QUESTIONS = {
    "catalogue.new_question": Act(new_question, devices=False),
    "catalogue.bank_question": Act(change_question),
    "catalogue.new_question_of": Act(new_question_of, devices=False),
    "catalogue.question_in_form": Act(question_in_form),
    "catalogue.check_and_bank": Act(check_and_bank, devices=False),
    "catalogue.drop_question": Act(drop_question),
    "catalogue.import_questions": Act(import_questions, devices=False),
    "learning.autosave_open_text": Act(autosave_open_text),
    "learning.read_answer": Act(read_answer),
}
