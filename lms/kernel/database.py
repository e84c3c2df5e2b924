"""Engine and sessions for SQLite (embedded) and PostgreSQL, with the settings that were measured.

SQLite runs with WAL, `synchronous=FULL`, foreign keys on, a busy timeout, and `BEGIN IMMEDIATE`
for sessions that write: its defaults lose concurrent updates without an error.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import cache
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any, cast

from sqlalchemy import (
    ClauseElement,
    Connection,
    CursorResult,
    Engine,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from lms.kernel.base import Base

BUSY_TIMEOUT_MS = 5_000
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": BUSY_TIMEOUT_MS,
}
POSTGRESQL_SETTINGS = {
    "lock_timeout": BUSY_TIMEOUT_MS,
    "idle_in_transaction_session_timeout": 60_000,
}
CONNECT_WITHIN_SECONDS = 5
TRUSTED_SECONDS = 1
READ_ONLY = "sillage_read_only"


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`."""
    if not url.startswith("sqlite"):
        # The connection given back last is taken first: its statements are prepared there, and
        # the server keeps memory for one busy connection rather than for all in turn.
        options = {"pool_use_lifo": True, **options}
    engine = create_engine(url, json_serializer=_dump_json, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _refuse_missing_file)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", _give_up_in_time)
        event.listen(engine, "connect", _prepare_postgresql)
        _try_after_a_pause(engine)
    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that keep their objects after commit: a page still reads them to answer."""
    return sessionmaker(engine, expire_on_commit=False)


def reading(session: Session, *, each_alone: bool = False) -> Session:
    """Mark a fresh session as one that only reads, so that SQLite takes no write lock.

    `each_alone`: on PostgreSQL its statements run without BEGIN and ROLLBACK around them, which a
    page costs two journeys to the server; there each sees its own moment in any case.
    """
    options: dict[str, Any] = {READ_ONLY: True}
    engine = session.get_bind()
    if each_alone and isinstance(engine, Engine) and engine.dialect.name == "postgresql":
        options["isolation_level"] = "AUTOCOMMIT"
    session.connection(execution_options=options)
    return session


def insert_new(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row unless a unique constraint already holds one; true when it was inserted.

    The database decides, so two requests at once cannot both be told "inserted".
    """
    session.flush()  # Done for statements on classes only; rows that this one leans on come first.
    insert = _insert_unless_there(dialect_of(session), model)
    asked = {name: value for name, value in values.items() if isinstance(value, ClauseElement)}
    result = session.execute(
        insert.values(**asked) if asked else insert,
        {name: value for name, value in values.items() if name not in asked},
        execution_options={"preserve_rowcount": True},
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


@cache
def _insert_unless_there(dialect: str, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    # Put together once, on the bare table: nobody wants the row as an object.
    return insert_into(dialect, cast(Table, model.__table__)).on_conflict_do_nothing()


def dialect_of(session: Session) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def insert_into(dialect: str, target: type[Base] | Table) -> postgresql.Insert | sqlite.Insert:
    """The database's own INSERT, which knows what to do on conflict."""
    return postgresql.insert(target) if dialect == "postgresql" else sqlite.insert(target)


def _dump_json(value: Any) -> str:
    # SQLite's JSON functions find no accented path in escaped text.
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _refuse_missing_file(
    _dialect: object, _record: object, words: Sequence[str], _named: dict[str, Any]
) -> None:
    """Only migrations make a database: SQLite would put an empty one in a lost one's place."""
    if not words[0].startswith((":", "file:")) and not Path(words[0]).exists():
        raise sqlite3.OperationalError("the database file is not there")


def _give_up_in_time(
    _dialect: object, _record: object, _words: object, named: dict[str, Any]
) -> None:
    named.setdefault("connect_timeout", CONNECT_WITHIN_SECONDS)


def _try_after_a_pause(engine: Engine) -> None:
    """Try a connection that was not used for a while; busy ones need no question each time."""

    @event.listens_for(engine, "checkin")
    def left(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["left"] = monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if monotonic() - record.info.get("left", inf) < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise DisconnectionError from gone


def _prepare_postgresql(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for name, value in POSTGRESQL_SETTINGS.items():
        cursor.execute(f"SET {name} = {value}")
    cursor.close()
    connection.commit()


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in SQLITE_PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
