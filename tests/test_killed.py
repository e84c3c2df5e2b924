"""The server is killed again and again while people work: what it acknowledged is there, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.app.factory import ROOT, create_app
from lms.drafts.models import Draft
from lms.drafts.queries import drafts_of
from lms.kernel.actor import Role
from lms.learning.models import Completion
from lms.supervision.models import Participation, SupervisionSession
from lms.web.database import Application
from lms.web.page import new_token
from tests.browser.live import free_port
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases
from tests.make import Make, Supervision, today

KILLS = 5
MODULES = 90
PAUSE = 0.02
PEOPLE = 10
ACKNOWLEDGED = {200, 303}
AWAY = (OSError, HTTPException)


@dataclass
class Worker:
    """Somebody who presses on, trying each press again until it is acknowledged."""

    port: int
    cookie: str
    token: str
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def press(self, path: str, stop: Event, **fields: str) -> bool:
        """Post a form until an answer came; whether one came."""
        body = urlencode({"csrf_token": self.token, **fields})
        while not stop.is_set():
            status = self._once(path, body)
            if status not in {0, *ACKNOWLEDGED}:
                self.refused.append(f"{path} {status}")
            time.sleep(PAUSE)
            if status in ACKNOWLEDGED:
                return True
        return False

    def _once(self, path: str, body: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            connection.request("POST", path, body, kind)
            answer = connection.getresponse()
            answer.read()
        except AWAY:
            return 0
        finally:
            connection.close()
        return answer.status


def worker_of(app: Application, port: int, person: Person, role: Role) -> Worker:
    """The cookie and the token of somebody signed in."""
    client = Client(app)
    client.sign_in(person, role=role)
    token = client.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")[0]
    kept = client.http.get_cookie("sillage")
    assert kept is not None
    return Worker(port, f"sillage={kept.value}", token)


def completes_steps(worker: Worker, stop: Event) -> None:
    """One step after the other."""
    for module in range(1, MODULES + 1):
        if worker.press(f"/modules/module-{module}/steps/1", stop):
            worker.done.append(f"module-{module}")


def logs_sessions(worker: Worker, stop: Event, group: Supervision) -> None:
    """One session for each person and day, each form with a key of its own."""
    for day in range(1, 29):
        for agreement in group.agreements:
            held_on = (today() - timedelta(days=day)).isoformat()
            fields = {
                "form_key": new_token(),
                "people": agreement.public_id,
                "held_on": held_on,
                "length": "60",
                "mode": "video",
                "confirmed": "y",
            }
            if worker.press("/sessions/new", stop, **fields):
                worker.done.append(f"{agreement.trainee_id} {held_on}")


def writes(worker: Worker, stop: Event) -> None:
    """A text that grows, saved at each word; a newer version is what an unheard answer left."""
    version = 0
    while not stop.is_set():
        text = f"mot {version + 1}"
        sent = {"version": str(version), "text": text}
        if worker.press("/modules/module-1/steps/2/notes/1", stop, **sent):
            worker.done.append(text)
            version += 1


@contextmanager
def serving(database: str, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The real server, as it is started in production, in a process group of its own."""
    words = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SILLAGE_")},
        "SILLAGE_MODE": "demo",
        "SILLAGE_DATA": str(folder),
        "SILLAGE_DATABASE": database,
        "SILLAGE_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    with (folder / "server.log").open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *words, "wsgi:app"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield running
        finally:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def wait_for_more(workers: list[Worker], most: float = 30) -> None:
    """Until everybody had another answer, and a moment of work more."""
    seen = [len(worker.done) for worker in workers]
    end = time.monotonic() + most
    while time.monotonic() < end:
        if all(len(w.done) > before for w, before in zip(workers, seen, strict=True)):
            time.sleep(PAUSE * 5)
            return
        time.sleep(PAUSE)
    raise AssertionError(f"no answer within {most} s: {[w.refused[-1:] for w in workers]}")


def test_a_killed_server_lost_nothing_that_it_acknowledged(
    databases: Databases, tmp_path: Path
) -> None:
    database, port = databases.fresh(), free_port()
    app = create_app(settings_for(database, tmp_path, public_url=f"http://127.0.0.1:{port}"))
    with app.extensions["sillage.sessions"]() as session, session.begin():
        make = Make(session)
        group = make.supervision(PEOPLE, version=make.version(modules=MODULES))
    learner, writer = group.trainees[:2]
    workers = [
        worker_of(app, port, learner, Role.TRAINEE),
        worker_of(app, port, writer, Role.TRAINEE),
        worker_of(app, port, group.supervisor, Role.SUPERVISOR),
    ]
    app.extensions["sillage.engine"].dispose()
    stop = Event()
    threads = [
        Thread(target=completes_steps, args=(workers[0], stop)),
        Thread(target=writes, args=(workers[1], stop)),
        Thread(target=logs_sessions, args=(workers[2], stop, group)),
    ]
    for thread in threads:
        thread.start()
    try:
        for _kill in range(KILLS):
            with serving(database, tmp_path, port):
                wait_for_more(workers)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    _compare(app, workers, learner, writer)
    told = (tmp_path / "server.log").read_text()
    assert not any(p.family_name in told or p.email in told for p in (learner, writer))


def _compare(app: Application, workers: list[Worker], learner: Person, writer: Person) -> None:
    """Everything acknowledged is there; nothing is there twice."""
    steps, texts, sessions = workers
    keys = app.extensions["sillage.keys"]
    with Session(app.extensions["sillage.engine"]) as session:
        completed = select(func.count()).where(Completion.person_id == learner.id)
        assert session.scalar(completed) in {len(steps.done), len(steps.done) + 1}
        held = session.execute(
            select(Participation.trainee_id, SupervisionSession.held_on).join(
                SupervisionSession, SupervisionSession.id == Participation.session_id
            )
        ).all()
        kept = [f"{trainee} {day.isoformat()}" for trainee, day in held]
        assert len(kept) == len(set(kept))
        assert set(sessions.done) <= set(kept)
        assert len(kept) - len(sessions.done) in {0, 1}
        subject = session.scalars(select(Draft.subject).where(Draft.person_id == writer.id)).one()
        (draft,) = drafts_of(session, keys, writer.id, "reflection", [subject]).values()
        assert draft.version - len(texts.done) in {0, 1}
        assert draft.text == f"mot {draft.version}"
    app.extensions["sillage.engine"].dispose()
    assert [why for worker in workers for why in worker.refused] == []
