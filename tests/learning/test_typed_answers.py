"""What is typed into a check is sealed as it is kept; what was kept before is sealed by a job."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.app.tables import metadata
from lms.learning import jobs
from lms.learning.models import Answer, Attempt, Enrolment, TypedAnswer
from lms.learning.queries.statistics import first_attempts
from lms.web.database import Application
from lms.web.page import now
from tests.catalogue.checks.kinds import RIGHT, published
from tests.client import Client
from tests.learning.test_every_kind import QUIZ, answer, begin, drawn, take
from tests.learning.trainees import small
from tests.make import Make

CANARY = "canari-tape-1b7e"
TYPED = ("short", "number", "gaps")


@pytest.fixture
def person(make: Make, client: Client, session: Session) -> Any:
    return small(make, client, published(session))


def readable(session: Session) -> str:
    """Everything that the database says, as bytes of any kind."""
    rows = (row for table in metadata.sorted_tables for row in session.execute(table.select()))
    return " ".join(
        value.decode("latin-1") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row
    )


def test_what_is_typed_lies_sealed_and_is_shown_to_its_writer(
    person: Any, client: Client, session: Session
) -> None:
    page = take(client, session, short={"text": CANARY})
    assert CANARY in page.words
    kept = {one.question: one for one in session.scalars(select(TypedAnswer))}
    assert sorted(kept) == sorted(TYPED)
    plain = {one.question: one for one in session.scalars(select(Answer))}
    assert {(plain[name].choice, plain[name].response) for name in TYPED} == {("", None)}
    assert plain["several"].response is not None
    assert plain["short"].share_top == 0
    assert CANARY not in readable(session)


def test_another_answer_takes_the_place_of_the_first(
    person: Any, client: Client, session: Session
) -> None:
    page = begin(client)
    number = drawn(session).index("short") + 1
    for words in ("pas cela", RIGHT["short"]["text"]):
        page = client.read(f"{QUIZ}/{number}")
        answer(client, page, {"text": words})
    assert len(session.scalars(select(TypedAnswer)).all()) == 1
    again = client.read(f"{QUIZ}/{number}")
    assert again.tree.xpath("//input[@name='text']/@value") == [RIGHT["short"]["text"]]
    assert RIGHT["short"]["text"] in client.read(f"{QUIZ}/review").words


def before_sealing(session: Session) -> dict[str, Any]:
    """Answers as they were kept before such words were sealed."""
    words = {"short": "PAIR-AIDANCE", "number": "11", "gaps": [CANARY, "gr", ""]}
    session.execute(delete(TypedAnswer))
    for one in session.scalars(select(Answer).where(Answer.question.in_(TYPED))):
        one.response = words[one.question]
    session.flush()
    return words


def test_answers_from_before_are_read_and_then_sealed(
    app: Application, person: Any, client: Client, session: Session
) -> None:
    path = take(client, session, gaps={"part_1": "autre", "part_2": "gr", "part_3": ""}).address
    before_sealing(session)
    session.commit()
    assert CANARY in client.read(path).words

    assert jobs.seal_typed(app, now=now()) == len(TYPED)
    session.expire_all()
    assert CANARY not in readable(session)
    assert CANARY in client.read(path).words
    assert jobs.seal_typed(app, now=now()) == 0


def test_the_figures_of_questions_do_not_change_with_the_sealing(
    app: Application, person: Any, client: Client, session: Session
) -> None:
    take(client, session, short={"text": "autre chose"})
    attempt = session.scalars(select(Attempt)).one()
    training = session.scalars(select(Enrolment)).one()
    where = {
        "organisation_id": training.organisation_id,
        "version_id": training.version_id,
        "activity_id": attempt.activity_id,
    }
    after = first_attempts(session, **where)
    before_sealing(session)
    assert first_attempts(session, **where) == after
    assert after[0].shares["short"] == 0
    assert after[0].shares["number"] == 1
