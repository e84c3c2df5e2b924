"""The database is locked, gone or full: a calm 503, nothing lost, and on without a restart."""

from __future__ import annotations

import json
import logging
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.drafts.models import Draft
from lms.learning.models import Completion
from lms.web.database import Application
from tests.client import Client, Page
from tests.make import Make

STEP = "/modules/module-1/steps/1"
NOTE = "/modules/module-1/steps/2"
WORDS = "mots-que-personne-ne-journalise"
SHORT_MS = 150
A_PAGE = 4096
TABLES = "completions, drafts, people, throttles"
Outage = Callable[[Application], AbstractContextManager[None]]


def engine_of(app: Application) -> Engine:
    engine: Engine = app.extensions["sillage.engine"]
    return engine


@contextmanager
def locked(app: Application) -> Iterator[None]:
    """Somebody else holds what a writer needs; a shorter wait than people's, for the test."""
    engine = engine_of(app)
    sqlite = engine.dialect.name == "sqlite"
    words = "PRAGMA busy_timeout=" if sqlite else "SET lock_timeout="

    def hurry(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"{words}{SHORT_MS}")
        cursor.close()
        if not sqlite:
            connection.commit()

    other = create_engine(engine.url)
    event.listen(engine, "connect", hurry)
    engine.dispose()
    try:
        with other.connect() as connection:
            if sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"LOCK TABLE {TABLES} IN EXCLUSIVE MODE")
            yield
            connection.rollback()
    finally:
        other.dispose()


@contextmanager
def gone(app: Application) -> Iterator[None]:
    """The file is not there; the server cuts every connection and cannot be found."""
    engine = engine_of(app)
    if engine.dialect.name == "sqlite":
        engine.dispose()
        place = Path(str(engine.url.database))
        with moved(place):
            yield
        return
    others = create_engine(engine.url.set(database="postgres"))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    socket = Path(str(engine.url.query["host"])) / ".s.PGSQL.5432"
    with others.connect() as connection, moved(socket):
        connection.execute(text(cut), {"name": engine.url.database})
        yield
    others.dispose()


@contextmanager
def moved(place: Path) -> Iterator[None]:
    elsewhere = place.with_name(f"elsewhere-{place.name}")
    place.rename(elsewhere)
    try:
        yield
    finally:
        elsewhere.rename(place)


@contextmanager
def full(app: Application) -> Iterator[None]:
    """No file takes one byte more; a server whose disk is full lets itself only be read."""
    engine = engine_of(app)
    if engine.dialect.name == "sqlite":
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (A_PAGE, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    others = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    setting = f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only ="
    with others.connect() as connection:
        connection.exec_driver_sql(f"{setting} on")
        engine.dispose()
        yield
        connection.exec_driver_sql(f"{setting} off")
    # Servers cut their connections when they turn to writing again.
    others.dispose()
    engine.dispose()


OUTAGES = pytest.mark.parametrize("outage", [locked, gone, full])


@pytest.fixture
def trainee(real: Application) -> Person:
    """Somebody in training, committed."""
    with real.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        person = make.person()
        make.enrolment(person)
        return person


@pytest.fixture
def signed_in(real: Application, trainee: Person) -> Client:
    client = Client(real)
    client.sign_in(trainee)
    return client


def counted(app: Application, model: Any) -> int:
    with Session(engine_of(app)) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def unavailable(page: Page) -> None:
    """The page says that it passes, and leads to the help numbers."""
    assert "Sillage n’est pas joignable" in page.words
    assert page.tree.xpath("//main//a[@href='/help']")


@OUTAGES
def test_a_press_during_an_outage_is_answered_calmly_and_works_afterwards(
    real: Application, signed_in: Client, outage: Outage
) -> None:
    page = signed_in.read(STEP)
    with outage(real):
        unavailable(signed_in.send(page.form(STEP), STEP, status=503))
        sent = dict(page.form(STEP).form_values())
        answer = signed_in.open(STEP, method="POST", data=sent)
        assert int(answer.headers["Retry-After"]) > 0
    assert counted(real, Completion) == 0
    # The same page, its token and its key still serve.
    signed_in.send(page.form(STEP), STEP)
    assert counted(real, Completion) == 1


@OUTAGES
def test_words_on_their_way_during_an_outage_are_not_called_saved(
    real: Application, signed_in: Client, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sillage")
    token = signed_in.read(NOTE).tree.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "version": "0", "text": WORDS}
    with outage(real):
        answer = signed_in.open(f"{NOTE}/notes/1", method="POST", data=sent)
        assert answer.status_code == 503
    assert counted(real, Draft) == 0
    again = signed_in.open(f"{NOTE}/notes/1", method="POST", data=sent)
    assert (again.status_code, json.loads(again.data)["version"]) == (200, 1)
    assert "database unavailable" in caplog.text


@OUTAGES
def test_the_log_of_an_outage_names_nobody(
    real: Application,
    trainee: Person,
    signed_in: Client,
    outage: Outage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    page = signed_in.read(NOTE)
    names = signed_in.read("/account/names")
    with outage(real):
        signed_in.send(page.form(note_1=""), NOTE, status=503, note_1=WORDS)
        fields = {"family_name": WORDS, "printed_name": WORDS}
        signed_in.send(names.form(**fields), names.path, status=503, **fields)
        token = dict(names.form(**fields).form_values())["csrf_token"]
        sent = {"email": trainee.email, "password": WORDS, "csrf_token": token}
        signed_in.open("/sign-in", method="POST", data=sent)
    told = "\n".join(line.getMessage() + (line.exc_text or "") for line in caplog.records)
    assert "database unavailable" in told
    for private in (WORDS, trainee.email, trainee.family_name, "INSERT", "UPDATE", "SELECT"):
        assert private not in told


@OUTAGES
def test_nobody_is_told_of_a_sign_in_that_did_not_happen(
    real: Application, trainee: Person, outage: Outage
) -> None:
    stranger = Client(real)
    page = stranger.read("/sign-in")
    fields: dict[str, Any] = {"email": trainee.email, "password": "une phrase assez longue"}
    with outage(real):
        unavailable(stranger.send(page.form(**fields), page.path, status=503, **fields))
    assert "/sign-in" not in stranger.send(page.form(**fields), page.path, **fields).path


def test_pages_are_read_while_somebody_writes(real: Application, signed_in: Client) -> None:
    with locked(real):
        for path in ("/home", "/path", STEP, "/hours", "/supervision", "/account"):
            signed_in.read(path)
        assert signed_in.open("/readyz").status_code == 200


def test_pages_without_people_need_no_database(real: Application) -> None:
    stranger = Client(real)
    with gone(real):
        for path in ("/sign-in", "/help", "/privacy", "/accessibility", "/v/0000-0000-0000-0000"):
            stranger.read(path)
        stranger.read("/nowhere", 404)


def test_a_signed_in_person_is_not_signed_out_by_an_outage(
    real: Application, signed_in: Client
) -> None:
    signed_in.read("/home")
    with gone(real):
        unavailable(signed_in.read("/home", 503))
        signed_in.read("/help")
    signed_in.read("/home")


def test_a_lost_file_is_not_replaced_by_an_empty_one(real: Application, signed_in: Client) -> None:
    engine = engine_of(real)
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite keeps its database in one file")
    with gone(real):
        signed_in.read("/home", 503)
        assert not Path(str(engine.url.database)).exists()


def test_a_connection_cut_in_the_middle_of_a_request_is_a_503(
    real: Application, signed_in: Client
) -> None:
    engine = engine_of(real)
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no connection to cut")
    page = signed_in.read(STEP)
    others = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in%'"

    def lightning(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
        if "INSERT INTO completions" in sql:
            with others.connect() as connection:
                connection.execute(text(cut))

    event.listen(engine, "before_cursor_execute", lightning)
    unavailable(signed_in.send(page.form(STEP), STEP, status=503))
    event.remove(engine, "before_cursor_execute", lightning)
    others.dispose()
    assert counted(real, Completion) == 0
    signed_in.send(page.form(STEP), STEP)
    assert counted(real, Completion) == 1


def test_a_connection_cut_while_an_outage_is_being_answered_is_still_a_503(
    real: Application, signed_in: Client
) -> None:
    engine = engine_of(real)
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no connection to cut")
    page = signed_in.read(STEP)
    others = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in%'"

    def lightning(_context: Any) -> None:
        with others.connect() as connection:
            connection.execute(text(cut))

    with full(real):
        event.listen(engine, "handle_error", lightning)
        unavailable(signed_in.send(page.form(STEP), STEP, status=503))
        event.remove(engine, "handle_error", lightning)
    others.dispose()
    signed_in.send(page.form(STEP), STEP)
    assert counted(real, Completion) == 1
