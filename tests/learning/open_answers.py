"""An open text that waits for its tutor."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import Activity, ActivityKind, ActivityText, Module, QuestionKey
from lms.catalogue.queries import kept
from lms.kernel.keys import Keys
from lms.learning.models import Answer, Attempt, OpenAnswer
from lms.learning.rules.places import open_answer_place
from lms.vault.operations import seal
from lms.web.page import new_token, now
from tests.make import today

OPEN = {"id": "open", "kind": "open", "text": "Dites-le.", "revisit": "", "general": "Ainsi."}


def open_answer(
    session: Session,
    keys: Keys,
    person_id: int,
    version_id: int,
    words: str = "Des mots à moi.",
) -> OpenAnswer:
    """A submitted attempt at the version's first check, whose one open text was not read yet."""
    checks = select(Activity.id).join(Module).where(Activity.kind == ActivityKind.CHECK)
    found = checks.where(Module.version_id == version_id).order_by(Activity.id)
    activity = session.scalars(found).first() or 0
    _ask(session, activity)
    attempt = Attempt(
        public_id=new_token(),
        person_id=person_id,
        activity_id=activity,
        number=90,
        questions=1,
        waiting=1,
        drawn=[{"id": "open"}],
        started_at=now(),
        submitted_at=now(),
        submitted_on=today(),
    )
    session.add(attempt)
    session.flush()
    session.add(Answer(attempt_id=attempt.id, question="open", choice="", answered_at=now()))
    public_id = new_token()
    sealed = seal(session, keys, open_answer_place(public_id, person_id), words, now=now())
    made = OpenAnswer(
        public_id=public_id,
        attempt_id=attempt.id,
        question="open",
        person_id=person_id,
        sealed=sealed,
    )
    session.add(made)
    session.flush()
    return made


def _ask(session: Session, activity_id: int) -> None:
    """Let the check ask an open text, where it does not yet."""
    if session.get(QuestionKey, (activity_id, "open")) is not None:
        return
    guide = {"guide": {"fr": "Ce qui compte.", "en": "What matters."}}
    document = {"kind": "open", **guide}
    session.add(QuestionKey(activity_id=activity_id, question="open", choice="", document=document))
    for text in session.query(ActivityText).where(ActivityText.activity_id == activity_id):
        text.body = {**text.body, "questions": [*text.body["questions"], OPEN]}
    session.flush()
    # A published text never changes otherwise: what was read of it is kept in the process.
    kept._kept.clear()
