"""The real servers, as processes: gunicorn answers, the worker works, both stop in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import create_engine, text

from lms.app.bell import Queue
from lms.app.factory import create_app
from lms.app.serve import GUNICORN
from lms.app.settings import Settings
from lms.app.start import ready_app
from lms.kernel.text import Text
from lms.outbox.operations import Mail, post
from lms.web.page import new_token, now
from tests.conftest import settings_for
from tests.databases import Databases
from tests.outbox.post_office import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@pytest.fixture
def settings(databases: Databases, tmp_path: Path) -> Settings:
    """A database and a data folder of their own."""
    return settings_for(databases.fresh(), tmp_path)


@contextmanager
def running(settings: Settings, *words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A process on these settings and more of them; stopped in the end."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SILLAGE_")}
    process = subprocess.Popen(
        [sys.executable, *words],
        env={
            **clean,
            "SILLAGE_MODE": "demo",
            "SILLAGE_DATA": str(settings.data),
            "SILLAGE_DATABASE": settings.database,
            **more,
        },
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def wait_for(reached: Callable[[], bool], process: subprocess.Popen[str]) -> float:
    """Seconds until it was so; fails when the process ends first or patience does."""
    start = time.monotonic()
    while not reached():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() - start < PATIENCE
        time.sleep(0.05)
    return time.monotonic() - start


def test_gunicorn_serves_the_application(settings: Settings) -> None:
    port = free_port()
    where = f"127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urlopen(f"http://{where}/sign-in", timeout=10) as answer:
                return bool(answer.status == 200 and b"<h1" in answer.read())
        except OSError:
            return False

    with running(settings, "-m", "gunicorn", "--bind", where, *GUNICORN, "wsgi:app") as server:
        wait_for(answers, server)
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0


def test_gunicorn_refuses_a_wrong_setting_in_one_line(settings: Settings) -> None:
    (settings.data / "root.key").chmod(0o644)
    with running(settings, "-c", "import wsgi") as server:
        _out, said = server.communicate(timeout=PATIENCE)
    assert server.returncode == 2
    assert said.count("\n") == 1
    assert "must be readable by its owner only" in said


def test_the_worker_sends_mail_soon_after_the_bell_and_stops_when_told(settings: Settings) -> None:
    app = create_app(settings)
    engine = create_engine(settings.database)

    def letters(state: str) -> int:
        with engine.connect() as connection:
            counted = text("SELECT count(*) FROM letters WHERE state = :state")
            return int(connection.scalar(counted, {"state": state}) or 0)

    def write() -> None:
        with app.extensions["sillage.sessions"]() as session, session.begin():
            mail = Mail(
                to_address="lea@exemple.test",
                locale="fr",
                subject=Text("Hello,"),
                lines=(Text("Hello,"),),
            )
            post(session, mail, now=now(), message_id=new_token())

    write()
    with running(settings, "-m", "lms.app.commands", "worker") as worker:
        wait_for(lambda: letters("sent") == 1, worker)
        write()
        Queue(settings).ring()
        # Well before the round of the next minute; measured apart: half a second.
        assert wait_for(lambda: letters("sent") == 2, worker) < 20
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    assert len(list((settings.data / "mail").glob("*.eml"))) == 2
    engine.dispose()
    app.extensions["sillage.engine"].dispose()


def test_no_connection_of_the_start_is_left_to_be_shared_by_forked_workers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SILLAGE_MODE", "demo")
    monkeypatch.setenv("SILLAGE_DATA", str(settings.data))
    monkeypatch.setenv("SILLAGE_DATABASE", settings.database)
    engine = ready_app().extensions["sillage.engine"]
    assert engine.pool.checkedin() + engine.pool.checkedout() == 0
