"""An upgrade that was killed at any statement leaves the database as it was, and then completes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from lms.app.backup.tables import table_sums
from lms.app.migrations import SCRIPTS, head_revision, upgrade
from tests.conftest import settings_for
from tests.databases import Databases
from tests.killing import kill_lms

FIRST = "0001"
EACH = os.environ.get("SILLAGE_TEST_EACH_STATEMENT") == "1"
SAMPLES = 6
"""Enough to see a step outside the transaction; all of them take minutes."""
REVISIONS = sorted(script.name[:4] for script in SCRIPTS.glob("versions/[0-9]*.py"))


class Stopped(Exception):
    """The power went."""


def old_rows(url: str) -> None:
    """An installation of the first revision with one row in each of the tables that change most."""
    engine = create_engine(url)
    with engine.begin() as connection:
        there = MetaData()
        there.reflect(connection)
        for table in there.sorted_tables:
            if table.name in {"people", "organisations", "root_checks", "person_keys"}:
                connection.execute(table.insert(), _row(table.name))
    engine.dispose()


def _row(table: str) -> dict[str, Any]:
    instant = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    rows: dict[str, dict[str, Any]] = {
        "root_checks": {"id": 1, "digest": "d" * 64},
        "person_keys": {"person_id": 1, "wrapped": b"w" * 60, "created_at": instant},
        "people": {
            **dict.fromkeys(("given_name", "family_name", "screen_name", "printed_name"), "Ana"),
            "id": 1,
            "public_id": "p",
            "email": "a@b.test",
            "email_key": "a@b.test",
            "password_hash": "h",
            "state": "active",
            "locale": "fr",
            "theme": "",
            "text_size": "",
            "created_at": instant,
        },
        "organisations": {
            "id": 1,
            "public_id": "o",
            "slug": "o",
            "name": "O",
            "kind": "hospital",
            "prefix": "OO",
            "nda_number": "",
            "city": "Lyon",
            "signatory_name": "S",
            "signatory_function": "F",
            "time_zone": "Europe/Paris",
            "territory": "FR",
            "specimen": False,
            "created_at": instant,
        },
    }
    return rows[table]


def state(url: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Every row, and every column."""
    engine = create_engine(url)
    with engine.connect() as connection:
        sums = table_sums(connection)
        seen = inspect(connection)
        columns = {name: sorted(map(_told, seen.get_columns(name))) for name in sums}
    engine.dispose()
    return sums, columns


def _told(column: ReflectedColumn) -> str:
    return f"{column['name']} {column['type']!r} {column['nullable']}"


def upgraded(url: str, *, stop_at: int = 0) -> int:
    """Upgrade, but for a failure at the n-th statement; how many statements there were."""
    seen = 0

    def count(*_statement: object) -> None:
        nonlocal seen
        seen += 1
        if seen == stop_at:
            raise Stopped

    event.listen(Engine, "before_cursor_execute", count)
    try:
        upgrade(url)
    except Stopped:
        pass
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return seen


@pytest.fixture
def old(databases: Databases) -> str:
    """A database at the first revision, with people in it."""
    url = databases.empty()
    upgrade(url, FIRST)
    old_rows(url)
    return url


def test_an_upgrade_stopped_at_any_statement_is_begun_again(old: str, databases: Databases) -> None:
    other = databases.empty()
    upgrade(other, FIRST)
    total = upgraded(other)
    assert total > 3 * len(REVISIONS)
    before = state(old)
    for statement in range(1, total, 1 if EACH else total // SAMPLES):
        # Where a table was being rebuilt, Alembic still drops its copy.
        assert upgraded(old, stop_at=statement) in (statement, statement + 1)
        assert state(old) == before, f"statement {statement} left something half"
    upgraded(old)
    sums, _columns = state(old)
    assert sums["people"].startswith("1 ")
    assert sums["organisations"].startswith("1 ")


def test_the_tables_are_those_of_a_new_installation(old: str, databases: Databases) -> None:
    upgrade(old)
    new = databases.empty()
    upgrade(new)
    assert state(old)[1] == state(new)[1]


def test_an_upgrade_killed_outright_is_begun_again(old: str, tmp_path: Path) -> None:
    settings_for(old, tmp_path)
    environment = {
        "SILLAGE_MODE": "demo",
        "SILLAGE_DATA": str(tmp_path),
        "SILLAGE_DATABASE": old,
    }
    before = state(old)
    assert kill_lms(60, environment, "migrate") == -SIGKILL
    assert state(old) == before
    upgrade(old)
    assert state(old)[0]["alembic_version"] != before[0]["alembic_version"]


def test_keys_wrapped_before_say_which_root_key_wrapped_them(old: str) -> None:
    upgrade(old)
    engine = create_engine(old)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT root_check, previous FROM person_keys")).one()
    engine.dispose()
    assert kept == ("d" * 64, None)
    assert head_revision() >= "0007"
