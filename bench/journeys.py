"""The journeys of the budgets, as requests on the demo's data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.servers import Server
from lms.demo.rules.cast import PASSWORD

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Journey:
    """A page that is read again and again; `goal` is a multiple of the floor."""

    name: str
    address: str
    who: str
    goal: float


JOURNEYS = (
    Journey("sign-in page, anonymous", "/sign-in", "", 0.6),
    Journey("trainee's home", "/home", "awa", 2.5),
    Journey("programme", "/path", "awa", 3),
    Journey("module", "/modules/role", "awa", 3),
    Journey("activity, seen before", "/modules/role/steps/1", "awa", 3),
    Journey("hours", "/hours", "awa", 3),
    Journey("supervisor's day", "/home", "helene", 4),
    Journey("sessions", "/sessions", "helene", 4),
    Journey("roster", "", "mathilde", 4),
)


def sign_in(server: Server, who: str) -> None:
    """Go through the door, as somebody of the demo."""
    server.cookie = ""
    if not who:
        return
    page = server.request("GET", "/sign-in")
    token = TOKEN.search(page.body)
    if page.status != 200 or token is None:
        raise RuntimeError("the sign-in page did not answer")
    fields = {
        "csrf_token": token.group(1).decode(),
        "email": f"{who}@demo.example",
        "password": PASSWORD,
    }
    answer = server.request("POST", "/sign-in", urlencode(fields))
    if answer.status != 303:
        raise RuntimeError(f"{who} could not sign in")
