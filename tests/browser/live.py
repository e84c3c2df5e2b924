"""The application on a real port, with a database of its own, its worker's rounds and its mail."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import Engine, QueuePool
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.serving import WSGIRequestHandler, make_server

from lms.accounts.models import Person
from lms.app.factory import create_app
from lms.app.rounds import EVERY_MINUTE
from lms.web.database import Application
from lms.web.page import now
from tests.conftest import settings_for
from tests.make import PASSWORD, Make

TIMES_IN_A_ROW = 50
# Seconds that a request may last after the test that sent it.
PATIENCE = 30


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


@dataclass
class Live:
    """A server that browsers reach; `make` writes into its database."""

    app: Application
    url: str
    data: Path
    session: Session
    make: Make

    @property
    def sessions(self) -> sessionmaker[Session]:
        """The server's own sessions."""
        found: sessionmaker[Session] = self.app.extensions["sillage.sessions"]
        return found

    def at(self, path: str) -> str:
        """The whole address of a path; what was made so far becomes visible to the server."""
        self.session.commit()
        return self.url + path

    def sign_in(self, page: Page, person: Person | str, password: str = PASSWORD) -> None:
        """Through the door, as people do."""
        address = person if isinstance(person, str) else person.email
        page.goto(self.at("/sign-in"))
        page.fill("input[name=email]", address)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def work(self) -> int:
        """What the worker does each minute, until nothing is left: mail, documents, counters."""
        self.session.commit()
        return sum(self._until_done(name) for name in EVERY_MINUTE)

    def _until_done(self, name: str) -> int:
        total = 0
        for _ in range(TIMES_IN_A_ROW):
            done = EVERY_MINUTE[name](self.app, now=now())
            total += done
            if not done:
                return total
        raise AssertionError(f"{name} never ends")

    def mails(self) -> list[EmailMessage]:
        """Every mail that was sent, the oldest first."""
        files = sorted((self.data / "mail").glob("*.eml"))
        return [_mail(file) for file in files]


def _mail(file: Path) -> EmailMessage:
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


@contextmanager
def serve(database: str, folder: Path, host: str = "127.0.0.1") -> Iterator[Live]:
    """The application on `database`, answering on a free port until the block ends.

    Browsers keep passkeys for names only: those tests ask for `localhost`.
    """
    port = free_port()
    url = f"http://{host}:{port}"
    app = create_app(settings_for(database, folder, public_url=url))
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    session = app.extensions["sillage.sessions"]()
    try:
        yield Live(app, url, folder, session, Make(session))
    finally:
        session.close()
        server.shutdown()
        thread.join()
        server.server_close()
        _wait_until_answered(app.extensions["sillage.engine"])
        app.extensions["sillage.engine"].dispose()


def _wait_until_answered(engine: Engine) -> None:
    """A request may outlive its page: what it holds when the engine is retired stays open."""
    until = time.monotonic() + PATIENCE
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout():
        assert time.monotonic() < until, "a request never ends"
        time.sleep(0.01)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
