"""People who press on over real connections: each press is tried until it is acknowledged."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event
from typing import Any
from urllib.parse import urlencode

from lxml import html

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.web.database import Application
from tests.client import Client

PAUSE = 0.02
ACKNOWLEDGED = {200, 303}
AWAY = (OSError, HTTPException)


@dataclass
class Worker:
    """Somebody signed in on a server that comes and goes."""

    port: int
    cookie: str
    token: str
    person_id: int
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def press(self, path: str, stop: Event, **fields: str) -> bool:
        """Post a form until an answer came; whether one came."""
        body = urlencode({"csrf_token": self.token, **fields})
        while not stop.is_set():
            status, _page = self._once("POST", path, body)
            self._judge(path, status)
            time.sleep(PAUSE)
            if status in ACKNOWLEDGED:
                return True
        return False

    def shown(self, path: str, stop: Event) -> dict[str, str] | None:
        """The fields of the form that a page sends to itself; None where there is none."""
        while not stop.is_set():
            status, page = self._once("GET", path)
            self._judge(path, status)
            if status == 303:
                return None
            if status == 200:
                (form,) = html.fromstring(page).xpath("//form[.//input[@name='shown']]")
                return {str(name): str(value or "") for name, value in form.form_values()}
            time.sleep(PAUSE)
        return None

    def _judge(self, path: str, status: int) -> None:
        if status not in {0, *ACKNOWLEDGED}:
            self.refused.append(f"{path} {status}")

    def _once(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            connection.request(method, path, body or None, kind)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except AWAY:
            return 0, b""
        finally:
            connection.close()


def worker_of(app: Application, port: int, person: Person, role: Role) -> Worker:
    """The cookie and the token of somebody signed in."""
    client = Client(app)
    where: dict[str, Any] = {"role": role}
    client.sign_in(person, **where)
    token = client.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")[0]
    kept = client.http.get_cookie("sillage")
    assert kept is not None
    return Worker(port, f"sillage={kept.value}", token, person.id)
