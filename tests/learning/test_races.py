"""Eight presses at once: one completion, one submission, one open attempt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.learning.models import Answer, Attempt, Completion
from lms.web.database import Application
from tests.catalogue.folders import publish_starter
from tests.client import Client
from tests.learning.trainees import CHECK, KEY
from tests.make import Make
from tests.races import AT_ONCE, ROUNDS, at_once, signed_in

QUIZ = "/modules/role/check"
STEP = f"/modules/role/steps/{CHECK}"


def in_training(app: Application, count: int = 1) -> list[Person]:
    with app.extensions["sillage.sessions"]() as session, session.begin():
        make, version = Make(session), publish_starter(session)
        people = [make.person() for _ in range(count)]
        for person in people:
            make.enrolment(person, version=version)
        return people


def presses(clients: list[Client], path: str, values: list[dict[str, Any]]) -> list[int]:
    """Send the same form from every client at once; the statuses."""

    def press(client: Client, sent: dict[str, Any]) -> Callable[[], int]:
        return lambda: client.open(path, method="POST", data=sent).status_code

    return at_once([press(c, sent) for c, sent in zip(clients, values, strict=True)])


def tokens(clients: list[Client], path: str) -> list[dict[str, Any]]:
    pages = [client.read(path) for client in clients]
    return [{"csrf_token": p.tree.xpath("//input[@name='csrf_token']/@value")[0]} for p in pages]


def test_eight_completions_at_once_count_once(real: Application) -> None:
    paths = [f"/modules/{m}/steps/{n}" for m in ("role", "listening") for n in range(1, 6)]
    for person in in_training(real, ROUNDS // len(paths)):
        clients = signed_in(real, person, Role.TRAINEE)
        values = [{**sent, "act": "finish"} for sent in tokens(clients, paths[0])]
        for path in paths:
            assert presses(clients, path, values) == [303] * AT_ONCE, path
    with Session(real.extensions["sillage.engine"]) as session:
        assert session.scalar(select(func.count()).select_from(Completion)) == ROUNDS


def test_eight_submissions_at_once_make_one(real: Application) -> None:
    clients = signed_in(real, in_training(real)[0], Role.TRAINEE)
    values = tokens(clients, STEP)
    for number in range(1, ROUNDS + 1):
        assert presses(clients, QUIZ, values) == [303] * AT_ONCE
        for position, choice in enumerate(KEY.values(), 1):
            sent = {**values[0], "choice": choice}
            clients[0].open(f"{QUIZ}/{position}", method="POST", data=sent)
        assert presses(clients, f"{QUIZ}/submit", values) == [303] * AT_ONCE
        with Session(real.extensions["sillage.engine"]) as session:
            attempts = session.scalars(select(Attempt).order_by(Attempt.number)).all()
            assert [attempt.number for attempt in attempts] == list(range(1, number + 1))
            assert {attempt.right_answers for attempt in attempts} == {10}
            assert all(attempt.submitted_at for attempt in attempts)
            assert session.scalar(select(func.count()).select_from(Completion)) == 1


def test_answers_and_a_submission_at_once_agree(real: Application) -> None:
    """Whatever comes first, the kept answers are those that were marked."""
    clients = signed_in(real, in_training(real)[0], Role.TRAINEE)
    values = tokens(clients, STEP)
    keys = list(KEY.items())
    for _round in range(ROUNDS):
        presses(clients, QUIZ, values)

        def answer(n: int) -> Callable[[], int]:
            sent = {**values[n], "choice": keys[n][1]}
            path = f"{QUIZ}/{n + 1}"
            return lambda: clients[n].open(path, method="POST", data=sent).status_code

        def submit() -> int:
            path = f"{QUIZ}/submit"
            return clients[-1].open(path, method="POST", data=values[-1]).status_code

        at_once([*(answer(n) for n in range(AT_ONCE - 1)), submit])
    with Session(real.extensions["sillage.engine"]) as session:
        for attempt in session.scalars(select(Attempt)):
            mine = select(func.count()).where(Answer.attempt_id == attempt.id)
            assert session.scalar(mine) == attempt.right_answers
            assert attempt.submitted_at is not None
