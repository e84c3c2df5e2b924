"""Eight at once write and seal: one unbroken chain, on either engine."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.journal import jobs
from lms.journal.models import JournalEntry
from lms.journal.operations import record
from lms.journal.queries import check_chain, head_of, unsealed_count
from lms.web.database import Application
from tests.journal.chained import NOON, OURS
from tests.races import AT_ONCE, ROUNDS, at_once


def writer(app: Application, who: int) -> Callable[[], int]:
    """Somebody who acts, and each third time also seals."""

    def act() -> int:
        for number in range(ROUNDS):
            with app.extensions["sillage.sessions"]() as session, session.begin():
                record(session, "test.act", now=NOON, actor_id=who, subject=("test", number))
            if number % 3 == 0:
                jobs.seal(app, now=NOON)
        return who

    return act


def test_eight_writers_who_seal_make_one_unbroken_chain(real: Application) -> None:
    at_once([writer(real, who) for who in range(AT_ONCE)])
    while jobs.seal(real, now=NOON):
        continue
    with Session(real.extensions["sillage.engine"]) as session:
        assert unsealed_count(session) == 0
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == AT_ONCE * ROUNDS
        check = check_chain(session, (), signed_by=OURS)
        assert check.fault is None
        assert check.head == head_of(session)
        assert check.head.sequence == AT_ONCE * ROUNDS


def test_eight_who_seal_the_same_entries_seal_them_once(real: Application) -> None:
    for _round in range(ROUNDS):
        with real.extensions["sillage.sessions"]() as session, session.begin():
            for number in range(AT_ONCE):
                record(session, "test.act", now=NOON, actor_id=None, subject=("test", number))
        sealed = at_once([lambda: jobs.seal(real, now=NOON)] * AT_ONCE)
        assert sum(sealed) == AT_ONCE
    with Session(real.extensions["sillage.engine"]) as session:
        assert check_chain(session, (), signed_by=OURS).fault is None
