"""A journal from before the chain keeps its rows, and the first seal chains them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData, Table, insert
from sqlalchemy.orm import Session

from lms.app.migrations import downgrade, upgrade
from lms.journal.operations import seal
from lms.kernel.database import make_engine
from tests.databases import Databases
from tests.journal.chained import NOON, append, fault, ids, mark

WORDS = {"role": "manager", "action": "test.old", "subject_kind": "test", "subject_id": "1"}


def add_old_rows(url: str, count: int) -> None:
    """Rows as revision 0001 wrote them."""
    engine = make_engine(url)
    table = Table("journal_entries", MetaData(), autoload_with=engine)
    at: datetime = NOON.replace(tzinfo=None) if engine.dialect.name == "sqlite" else NOON
    details = "{}" if engine.dialect.name == "sqlite" else {}
    with engine.begin() as connection:
        row = {**WORDS, "at": at, "details": details, "actor_id": 4}
        connection.execute(insert(table).values([row] * count))
    engine.dispose()


def test_old_rows_are_chained_by_the_first_seal(databases: Databases) -> None:
    url = databases.empty()
    upgrade(url, "0001")
    add_old_rows(url, 5)
    upgrade(url)
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        assert seal(session) == 5
        append(session, 3)
        assert ids(session) == list(range(1, 9))
        assert fault(session, mark(session)) is None
    engine.dispose()


def test_going_back_keeps_the_rows_and_lets_them_be_chained_anew(databases: Databases) -> None:
    url = databases.empty()
    upgrade(url, "0002")
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        append(session, 4)
        before = mark(session)
    engine.dispose()
    downgrade(url, "0001")
    upgrade(url)
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        assert seal(session) == 4
        assert mark(session) == before
    engine.dispose()
