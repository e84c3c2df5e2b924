"""The database itself refuses what the journal never does."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms.journal.operations import purge, record
from tests.journal.chained import KEYS, NOON, append, fault

REFUSED = (
    "UPDATE journal_entries SET actor_id = 9 WHERE sequence = 4",
    "UPDATE journal_entries SET sequence = 100, link = 'x' WHERE sequence = 5",
    "UPDATE journal_entries SET sequence = NULL, link = NULL",
    "UPDATE journal_entries SET action = 'x' WHERE sequence IS NULL",
    "UPDATE journal_entries SET action = 'x', sequence = 40, link = 'x' WHERE sequence IS NULL",
    "UPDATE journal_entries SET sequence = 40 WHERE sequence IS NULL",
    "DELETE FROM journal_entries",
    "DELETE FROM journal_entries WHERE sequence = 6",
    "DELETE FROM journal_entries WHERE sequence IS NULL",
    "UPDATE journal_checkpoints SET link = 'x'",
    "DELETE FROM journal_checkpoints",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_only_lets_the_journal_grow(session: Session, statement: str) -> None:
    append(session, 3, at=NOON.replace(year=2022))
    append(session, 3)
    purge(session, KEYS, before=NOON, now=NOON)
    append(session, 1)
    record(session, "test.waits", now=NOON, actor_id=None, subject=("test", 0))
    session.flush()
    with pytest.raises(DBAPIError, match="the journal is only appended"):
        session.execute(text(statement))
    session.rollback()
    assert fault(session) is None


def test_the_journal_is_not_emptied_at_once(session: Session) -> None:
    append(session, 3)
    # SQLite has no TRUNCATE; its DELETE without a condition is refused row by row.
    sqlite = session.get_bind().dialect.name == "sqlite"
    with pytest.raises(DBAPIError, match="the journal is only appended"):
        session.execute(
            text("DELETE FROM journal_entries" if sqlite else "TRUNCATE journal_entries")
        )
