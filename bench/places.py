"""The two databases of a measurement, each with the demo in it and a floor beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import create_engine, text

from bench.processes import family
from lms.app.commands import lms
from lms.app.migrations import upgrade
from lms.app.settings import new_root_key
from tests.databases import cluster


@dataclass(frozen=True, slots=True)
class Place:
    """A database with the demo, an empty one for the floor, and who serves them."""

    name: str
    folder: Path
    database: str
    floor: str
    postmaster: int | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead there."""
        return {
            "SILLAGE_MODE": "demo",
            "SILLAGE_DATA": str(self.folder),
            "SILLAGE_DATABASE": self.database,
        }

    def processes(self) -> list[int]:
        """The database server's; SQLite has none."""
        return family(self.postmaster) if self.postmaster else []


@contextmanager
def sqlite() -> Iterator[Place]:
    """SQLite files in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, floor = (f"sqlite:///{folder}/{name}.db" for name in ("sillage", "floor"))
        place = Place("SQLite", folder, ours, floor)
        _load(place)
        yield place


@contextmanager
def postgresql() -> Iterator[Place]:
    """A PostgreSQL server of our own."""
    with server_of_postgresql() as opened, opened("ours") as place:
        yield place


Opened = Callable[[str], AbstractContextManager[Place]]


@contextmanager
def server_of_postgresql() -> Iterator[Opened]:
    """A server, and what makes a place on it by the name of its database."""
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as host:
        yield partial(_place_on, host)


@contextmanager
def _place_on(host: Path, name: str) -> Iterator[Place]:
    postmaster = int((host / "cluster/postmaster.pid").read_text().split()[0])
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = _created(host, name), _created(host, f"{name}_floor")
        place = Place("PostgreSQL", Path(folder), ours, floor, postmaster)
        _load(place)
        yield place


def _created(host: Path, name: str) -> str:
    address = f"postgresql+psycopg://sillage@/%s?host={host}"
    engine = create_engine(address % "postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address % name


def _load(place: Place) -> None:
    key = place.folder / "root.key"
    key.write_text(new_root_key(demo=True))
    key.chmod(0o600)
    upgrade(place.database)
    for command in (["curriculum", "import"], ["demo", "load"]):
        CliRunner().invoke(lms, command, env=place.environment, catch_exceptions=False)
