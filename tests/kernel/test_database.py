"""The settings without which acknowledged writes would be lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.journal.operations import record
from lms.kernel.database import SQLITE_PRAGMAS, insert_new, make_engine
from lms.web.models import FormKey
from tests.databases import Databases


def test_sqlite_keeps_what_it_acknowledged(databases: Databases) -> None:
    engine = make_engine(databases.fresh())
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            level = connection.execute(text("SHOW transaction_isolation")).scalar_one()
            assert level == "read committed"
        else:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in SQLITE_PRAGMAS
            }
            assert found == SQLITE_PRAGMAS
    engine.dispose()


def test_an_instant_is_kept_in_utc(session: Session) -> None:
    paris = timezone(timedelta(hours=2))
    record(session, "a.b", now=datetime(2026, 7, 1, 12, tzinfo=paris), actor_id=1, subject=("s", 1))
    session.flush()
    session.expire_all()
    assert session.scalars(select(JournalEntry.at)).one() == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    record(session, "a.b", now=datetime(2026, 7, 1), actor_id=1, subject=("s", 1))  # noqa: DTZ001
    with pytest.raises(StatementError):
        session.flush()


def test_only_the_first_insert_is_told_that_it_inserted(session: Session) -> None:
    values = {"digest": "d", "location": "", "used_at": datetime(2026, 1, 1, tzinfo=UTC)}
    assert insert_new(session, FormKey, **values)
    assert not insert_new(session, FormKey, **values)


def test_accents_in_documents_stay_readable(session: Session) -> None:
    record(
        session, "a.b", now=datetime(2026, 7, 1, tzinfo=UTC), actor_id=1, subject=("s", 1), code="é"
    )
    session.flush()
    kept = session.scalar(text("SELECT CAST(details AS TEXT) FROM journal_entries"))
    assert "é" in str(kept)
