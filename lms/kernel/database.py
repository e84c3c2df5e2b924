"""Engine and sessions for SQLite (embedded) and PostgreSQL, with the settings that were measured.

SQLite runs with WAL, `synchronous=FULL`, foreign keys on, a busy timeout, and `BEGIN IMMEDIATE`
for sessions that write: its defaults lose concurrent updates without an error.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker

BUSY_TIMEOUT_MS = 5_000
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": BUSY_TIMEOUT_MS,
}
READ_ONLY = "sillage_read_only"


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`."""
    engine = create_engine(
        url, json_serializer=_dump_json, pool_pre_ping=not url.startswith("sqlite"), **options
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that keep their objects after commit: a page still reads them to answer."""
    return sessionmaker(engine, expire_on_commit=False)


def reading(session: Session) -> Session:
    """Mark a fresh session as one that only reads, so that SQLite takes no write lock."""
    session.connection(execution_options={READ_ONLY: True})
    return session


def _dump_json(value: Any) -> str:
    # SQLite's JSON functions find no accented path in escaped text.
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()
    for name, value in SQLITE_PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
