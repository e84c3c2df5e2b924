"""Words that somebody in training wrote, and what was said of them, in every table of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.assessment import models as assessment
from lms.assessment.models import Level, WorkState, WorkTextKind
from lms.assessment.models import Side as LevelSide
from lms.assessment.rules.work import text_place
from lms.catalogue.queries import outline
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.learning import models as learning
from lms.learning import operations
from lms.learning.models import Enrolment
from lms.learning.rules.places import open_answer_place, reply_place, typed_answer_place
from lms.organisations.models import Organisation
from lms.vault.operations import seal
from lms.vault.rules import Place
from lms.web.page import new_token, now
from tests.learning.commented import commented
from tests.make import Make, today


def live_words(make: Make, keys: Keys, learner: Enrolment) -> None:
    """The learner passed the check in words, which were read; handed in work; said a level."""
    session = make.session
    who = {"person_id": learner.person_id}
    here = {**who, "enrolment_id": learner.id, "organisation_id": learner.organisation_id}
    check = next(
        step for step in outline(session, learner.version_id).activities if step.kind == "check"
    )
    reader = make.member(Role.TUTOR, session.get_one(Organisation, learner.organisation_id))
    attempt = learning.Attempt(
        public_id=new_token(),
        activity_id=check.id,
        number=1,
        questions=1,
        right_answers=1,
        started_at=now(),
        submitted_at=now(),
        submitted_on=today(),
        **who,
    )
    session.add(attempt)
    session.flush()
    sealed = Sealing(session, keys, learner.person_id)
    given = {"attempt_id": attempt.id, "question": "q1", **who}
    answered = {"attempt_id": attempt.id, "question": "q1", "choice": "", "answered_at": now()}
    text = learning.OpenAnswer(read_at=now(), **given, **sealed.row(open_answer_place))
    session.add_all([learning.Answer(**answered), text])
    session.add(learning.TypedAnswer(**given, **sealed.row(typed_answer_place)))
    session.flush()
    said = {"judgement": learning.Judgement.REACHED, "reader_id": reader.id, "read_at": now()}
    reply = {"open_answer_id": text.id, **who, **said, **sealed.row(reply_place)}
    session.add(learning.AnswerReading(**reply))
    operations.complete_activity(session, check, today=today(), now=now(), **who)
    commented(make, keys, session.get_one(Person, learner.person_id), **comment_at(learner))
    work = assessment.Work(
        public_id=new_token(),
        activity_id=check.id,
        number=1,
        state=WorkState.ACCEPTED,
        handed_in_at=now(),
        handed_in_on=today(),
        answered_at=now(),
        answered_on=today(),
        answered_by=reader.id,
        **here,
    )
    session.add(work)
    session.flush()
    for kind, author in (
        (WorkTextKind.WORDS, learner.person_id),
        (WorkTextKind.FEEDBACK, reader.id),
    ):
        words = sealed.row(lambda row, person: text_place(row, person, learner.organisation_id))
        session.add(assessment.WorkText(work_id=work.id, kind=kind, author_id=author, **words))
    level = {"code": "D1", "level": Level.IN_PROGRESS, "side": LevelSide.OWN, "said_on": today()}
    said_by = {"said_by": learner.person_id, "said_at": now()}
    session.add(assessment.CompetencyLevel(**here, **level, **said_by))
    session.flush()


def comment_at(learner: Enrolment) -> dict[str, int]:
    return {"organisation_id": learner.organisation_id, "version_id": learner.version_id}


@dataclass(frozen=True)
class Sealing:
    """Makes rows of sealed words."""

    session: Session
    keys: Keys
    person_id: int

    def row(self, place: Callable[[str, int], Place]) -> dict[str, Any]:
        public_id = new_token()
        words = seal(self.session, self.keys, place(public_id, self.person_id), "[1]", now=now())
        return {"public_id": public_id, "sealed": words}
