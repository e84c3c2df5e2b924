"""What was typed into checks, opened for its writer; and what lies there unsealed from before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import QuestionKey
from lms.catalogue.rules.checks.kinds import TYPED
from lms.kernel.keys import Keys
from lms.learning.models import Answer, Attempt
from lms.learning.queries.attempts import Given, OpenAttempt, SealedAnswer, SubmittedAttempt
from lms.learning.rules.places import typed_answer_place
from lms.vault.operations import open_each

AT_ONCE = 50
OF_ITS_KIND = QuestionKey.document["kind"].as_string().in_(sorted(TYPED))


class PlainAnswer(NamedTuple):
    """Words that were typed before such words were sealed."""

    question: str
    given: Any


def opened_answers(
    session: Session, keys: Keys, person_id: int, sealed: Mapping[str, SealedAnswer]
) -> dict[str, Any]:
    """What was typed, by question; one statement, none where nothing was."""
    places = [(typed_answer_place(one.public_id, person_id), one.sealed) for one in sealed.values()]
    opened = open_each(session, keys, person_id, places)
    return {name: json.loads(words) for name, words in zip(sealed, opened, strict=True)}


def in_words(session: Session, keys: Keys, person_id: int, attempt: OpenAttempt) -> OpenAttempt:
    """The attempt under way with what was typed; one statement at most."""
    typed = opened_answers(session, keys, person_id, attempt.sealed)
    return replace(attempt, chosen={**attempt.chosen, **typed})


def explained_in_words(
    session: Session, keys: Keys, person_id: int, attempt: SubmittedAttempt
) -> SubmittedAttempt:
    """A submitted attempt with what was typed; one statement at most."""
    typed = opened_answers(session, keys, person_id, attempt.sealed)
    given = {name: Given(words, attempt.given[name].share) for name, words in typed.items()}
    return replace(attempt, given={**attempt.given, **given})


def attempts_in_plain_words(session: Session) -> list[int]:
    """Attempts whose typed answers lie there unsealed, some of them; one statement."""
    found = (
        select(Attempt.id)
        .join(Answer, Answer.attempt_id == Attempt.id)
        .join(
            QuestionKey,
            (QuestionKey.activity_id == Attempt.activity_id)
            & (QuestionKey.question == Answer.question),
        )
        .where(Answer.response.is_not(None), OF_ITS_KIND)
        .distinct()
        .limit(AT_ONCE)
    )
    return list(session.scalars(found))


def plain_answers(session: Session, attempt_id: int) -> list[PlainAnswer]:
    """Those of one attempt; one statement."""
    found = (
        select(Answer.question, Answer.response)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(
            QuestionKey,
            (QuestionKey.activity_id == Attempt.activity_id)
            & (QuestionKey.question == Answer.question),
        )
        .where(Answer.attempt_id == attempt_id, Answer.response.is_not(None), OF_ITS_KIND)
    )
    return [PlainAnswer(*row) for row in session.execute(found)]
