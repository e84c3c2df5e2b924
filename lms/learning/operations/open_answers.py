"""Open texts of an attempt: drafts while it is under way, handed in sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from lms.drafts.operations import forget_drafts_about
from lms.drafts.queries import drafts_of
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.learning.models import Answer, OpenAnswer
from lms.learning.rules.places import open_answer_place
from lms.vault.operations import seal

OPEN_FORM = "open answer"
"""What an open text is called among drafts while its attempt is under way."""


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of the open questions of a check, fresh public ids for their texts, and the keys."""

    keys: Keys
    questions: Sequence[str]
    public_ids: Sequence[str]


def draft_subject(attempt_id: int, question: str) -> str:
    """What the draft of an open text is about."""
    return f"{attempt_id}.{question}"


def hand_in(
    session: Session,
    closed: Row[Any],
    written: Written | None,
    *,
    person_id: int,
    now: datetime,
) -> int:
    """Seal the open texts of an attempt that was just closed; how many wait to be read."""
    if written is None:
        return 0
    keys, asked = written.keys, {one["id"] for one in closed.drawn}
    names = [name for name in written.questions if name in asked]
    if not names:
        return 0
    subjects = {draft_subject(closed.id, name): name for name in names}
    drafts = drafts_of(session, keys, person_id, OPEN_FORM, list(subjects))
    texts = {subjects[subject]: draft.text for subject, draft in drafts.items()}
    forget_drafts_about(session, person_id, OPEN_FORM, list(subjects))
    said = {name: text for name, text in texts.items() if text.strip()}
    for (name, text), public_id in zip(said.items(), written.public_ids, strict=False):
        place = open_answer_place(public_id, person_id)
        insert_new(
            session,
            OpenAnswer,
            public_id=public_id,
            attempt_id=closed.id,
            question=name,
            person_id=person_id,
            sealed=seal(session, keys, place, text, now=now),
            read_at=None,
        )
        insert_new(session, Answer, attempt_id=closed.id, question=name, choice="", answered_at=now)
    return len(said)
