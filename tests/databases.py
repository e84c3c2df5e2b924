"""Real databases for tests: an SQLite file, or a PostgreSQL cluster of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from lms.app.migrations import upgrade


@dataclass
class Databases:
    """Hands out migrated databases, each a copy of one template."""

    kind: str
    folder: Path
    host: Path | None = None
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        if self.kind == "postgresql":
            self._create("template_sillage", "template1")
        upgrade(self._url("template_sillage"))

    def fresh(self) -> str:
        """The URL of a new database at the newest revision."""
        name = f"test_{next(self.numbers)}"
        if self.kind == "sqlite":
            shutil.copy(self.folder / "template_sillage.db", self.folder / f"{name}.db")
        else:
            self._create(name, "template_sillage")
        return self._url(name)

    def copy_of(self, url: str) -> str:
        """The URL of a copy of a database that nobody is connected to."""
        name, source = f"test_{next(self.numbers)}", str(make_url(url).database)
        if self.kind == "sqlite":
            shutil.copy(source, self.folder / f"{name}.db")
        else:
            self._create(name, source)
        return self._url(name)

    def empty(self) -> str:
        """The URL of a new database without tables."""
        name = f"empty_{next(self.numbers)}"
        if self.kind == "postgresql":
            self._create(name, "template1")
        return self._url(name)

    def _url(self, name: str) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder}/{name}.db"
        return f"postgresql+psycopg://sillage@/{name}?host={self.host}"

    def _create(self, name: str, template: str) -> None:
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()


def postgresql_binaries() -> Path | None:
    """Where Debian or the PATH keeps the server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def cluster(folder: Path) -> Iterator[Path]:
    """A PostgreSQL server on a unix socket in `folder`, without durability: it lives for tests."""
    binaries = postgresql_binaries()
    if binaries is None:
        raise RuntimeError("PostgreSQL's programs are not installed")
    # PostgreSQL refuses to run as root.
    as_user: list[str | Path] = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    files = folder / "cluster"
    made = ["-U", "sillage", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"]
    _run([*as_user, binaries / "initdb", "-D", files, *made])
    options = f"-F -k {folder} -c listen_addresses= -c full_page_writes=off -c max_connections=60"
    control: list[str | Path] = [*as_user, binaries / "pg_ctl", "-D", files, "-w"]
    _run([*control, "-l", folder / "log", "-o", options, "start"])
    try:
        yield folder
    finally:
        _run([*control, "-m", "immediate", "stop"])


def _run(words: list[str | Path]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")
