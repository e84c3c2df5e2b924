"""One moment of the database as a file, and back: SQLite by itself, PostgreSQL by its own tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, make_url, text

from lms.app.backup.stream import BackupRefused
from lms.app.backup.tables import KEY_TABLES

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file without the rows of the key tables, and a connection that reads the same moment."""

    engine: str
    file: Path
    connection: Connection


@contextmanager
def snapshot(url: str, folder: Path) -> Iterator[Snapshot]:
    """One moment of the database, taken while people work; its file stands in `folder`."""
    made = _sqlite_snapshot if _is_sqlite(url) else _postgresql_snapshot
    with made(make_url(url), folder) as taken:
        yield taken


def without_keys(taken: Snapshot) -> Path:
    """The snapshot's file, from which the keys are gone; nothing reads the connection after it."""
    if taken.engine == SQLITE:
        taken.connection.close()
        with closing(sqlite3.connect(taken.file)) as copy:
            # Overwritten, not only unlinked: the bytes must not stay in the file.
            copy.execute("PRAGMA secure_delete=ON")
            copy.execute("PRAGMA journal_mode=MEMORY")
            known = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
            for name in known.intersection(KEY_TABLES):
                copy.execute(f"DELETE FROM {name}")  # noqa: S608 - one of three names of ours
            copy.commit()
    return taken.file


def load(url: str, file: Path) -> None:
    """Make the tables of an empty database from a snapshot's file, all or none."""
    if _is_sqlite(url):
        path = Path(str(make_url(url).database))
        shutil.copyfile(file, path)
        path.chmod(0o600)
        return
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(make_url(url), "pg_restore", *options, f"--dbname={_name(make_url(url))}", str(file))


def is_empty(url: str) -> bool:
    """Whether the database is not there yet or has no table; `BackupRefused` when it is away."""
    path = make_url(url).database
    if _is_sqlite(url) and not Path(str(path)).exists():
        return True
    with _connected(url) as connection:
        return not inspect(connection).get_table_names()


def clear(url: str) -> None:
    """Remove what an interrupted restore left; only ever called on what a restore had begun."""
    if _is_sqlite(url):
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{make_url(url).database}{suffix}").unlink(missing_ok=True)
        return
    with _connected(url) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.commit()


@contextmanager
def _connected(url: str | URL) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def _sqlite_snapshot(url: URL, folder: Path) -> Iterator[Snapshot]:
    file = folder / "database"
    # Opened as it stands: it must not be made where it is missing.
    with closing(sqlite3.connect(f"file:{url.database}?mode=rw", uri=True)) as living:
        living.execute("VACUUM INTO ?", (str(file),))
    file.chmod(0o600)
    with _connected(f"sqlite:///{file}") as connection:
        yield Snapshot(SQLITE, file, connection)


@contextmanager
def _postgresql_snapshot(url: URL, folder: Path) -> Iterator[Snapshot]:
    file = folder / "database"
    engine = create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        left_out = [f"--exclude-table-data={name}" for name in KEY_TABLES]
        target = ("--format=custom", f"--file={file}", f"--snapshot={moment}")
        _run(url, "pg_dump", *target, *left_out, "--no-owner", "--no-privileges", _name(url))
        yield Snapshot(POSTGRESQL, file, connection)


def _run(url: URL, program: str, *words: str) -> None:
    if shutil.which(program) is None:
        raise BackupRefused(f"{program} is not installed (apt-get install postgresql-client)")
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own tool, no shell
        [program, *words], env=_environment(url), capture_output=True, text=True, check=False
    )
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or ["no reason given"]
        raise BackupRefused(f"{program} failed: {said[0]}")


def _environment(url: URL) -> dict[str, str]:
    """The connection in the environment: a command line can be read by every user."""
    told = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SILLAGE_")}
    return {**kept, **{name: value for name, value in told.items() if value}}


def _name(url: URL) -> str:
    return str(url.database)


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == SQLITE
