"""Fixtures: a database rolled back after each test, the client, the maker."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from lms.app.factory import create_app
from lms.app.settings import Settings, from_environment, new_root_key
from lms.web.database import Application
from tests.client import Client
from tests.databases import Databases, cluster, postgresql_binaries
from tests.make import Make
from tests.templates_seen import (  # noqa: F401 - pytest finds its hooks here
    pytest_configure,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

NO_SKIP = os.environ.get("SILLAGE_TEST_NO_SKIP") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def skip_loudly(reason: str) -> None:
    """Skip where something is not installed; where nothing may be skipped, fail."""
    if NO_SKIP:
        pytest.fail(f"{reason}, and nothing may be skipped here")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """The chosen engine."""
    kind = request.config.getoption("--database")
    folder = tmp_path_factory.mktemp("db")
    if kind == "sqlite":
        yield Databases("sqlite", folder)
        return
    if postgresql_binaries() is None:
        skip_loudly("PostgreSQL is not installed")
    # Unix sockets have short names: pytest's folders are too deep.
    socket = Path(f"/tmp/sillage-{os.getpid()}")  # noqa: S108
    socket.mkdir(exist_ok=True)
    try:
        with cluster(socket) as host:
            yield Databases("postgresql", folder, host)
    finally:
        os.system(f"rm -rf {socket}")  # noqa: S605


def settings_for(url: str, folder: Path, public_url: str = "http://localhost") -> Settings:
    """Demo settings on one database, with a key file of their own."""
    key = folder / "root.key"
    if not key.exists():
        key.write_text(new_root_key(demo=True))
        key.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return from_environment(
        {
            "SILLAGE_MODE": "demo",
            "SILLAGE_DATA": str(folder),
            "SILLAGE_DATABASE": url,
            "SILLAGE_PUBLIC_URL": public_url,
        }
    )


@pytest.fixture(scope="session")
def house(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The application, made once; its sessions are exchanged by each test."""
    app = create_app(settings_for(databases.fresh(), tmp_path_factory.mktemp("data")))
    yield app
    app.extensions["sillage.engine"].dispose()


@contextmanager
def undoing(house: Application) -> Iterator[sessionmaker[Session]]:
    """Sessions of the application on one connection whose transaction is rolled back in the end."""
    engine: Engine = house.extensions["sillage.engine"]
    kept = house.extensions["sillage.sessions"]
    with engine.connect() as connection:
        outer = connection.begin()
        factory = sessionmaker(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        house.extensions["sillage.sessions"] = factory
        yield factory
        outer.rollback()
    house.extensions["sillage.sessions"] = kept


@pytest.fixture
def sessions(house: Application) -> Iterator[sessionmaker[Session]]:
    """What a test commits is rolled back after it."""
    with undoing(house) as factory:
        yield factory


@pytest.fixture
def app(house: Application, sessions: sessionmaker[Session]) -> Application:
    """The application on this test's database."""
    return house


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """The test's own session."""
    with sessions() as opened:
        yield opened


@pytest.fixture
def make(session: Session) -> Make:
    """Makes people and things."""
    return Make(session)


@pytest.fixture
def client(app: Application, session: Session) -> Client:
    """A browser-like client."""
    return Client(app, session)


@pytest.fixture
def real(databases: Databases, tmp_path: Path) -> Iterator[Application]:
    """The application on a database of its own: races need real transactions."""
    app = create_app(settings_for(databases.fresh(), tmp_path))
    yield app
    app.extensions["sillage.engine"].dispose()


@pytest.fixture
def statements(house: Application) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as seen:` gathers the statements sent meanwhile, transactions apart."""
    engine: Engine = house.extensions["sillage.engine"]
    counted = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

    @contextmanager
    def gather() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
            if sql.lstrip().upper().startswith(counted):
                seen.append(sql)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return gather
