"""Malformed requests to every address by every role: a calm refusal, never a failure."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from urllib.parse import quote

from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from lms.web.database import Application
from tests.client import Client
from tests.conftest import undoing
from tests.hostile import BODIES, FORM, PLACES, TYPICAL, VALUES, Sent, encoded, failed, forms_of
from tests.make import Make
from tests.test_permissions import COLUMNS, ROWS, World, signed_in, token_of, world_of
from tests.torture.broken import trusting
from tests.torture.ground import Ground, Kept, bitten

WORDS = "malformed input is refused calmly"
PARTS = 2
REQUESTS = 500_000
"""On each engine."""
NEW_WORLD_AFTER = 5_000
"""Requests; until then all stand in one transaction, and PostgreSQL keeps the locks of each."""
METHODS = ("GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
HASHING = {"password", "present"}
"""What is hashed at each try: left out most of the time."""
HASHED = 0.02
NAMES = ("after", "q", "state", "next", "with", "kept", "trainee", "reason", "programme")


@dataclass
class Sender:
    """One role that sends whatever chance says; the same chance sends the same again."""

    app: Application
    client: Client
    world: World
    forms: list[Sent]
    token: str
    chance: random.Random

    def failure(self, session: Session) -> str:
        """Send one request; why its answer may not be given, empty when all is well."""
        rule = self.chance.choice(list(self.app.url_map.iter_rules()))
        ways: list[Callable[[Rule], tuple[str, str, bytes, str]]] = [self._form, self._body]
        method, path, body, kind = self.chance.choice(ways)(rule)
        sent = {"data": body, "content_type": kind, "headers": {"X-CSRFToken": self.token}}
        return failed(self.client, session, method, path, **sent)

    def _form(self, rule: Rule) -> tuple[str, str, bytes, str]:
        """A form of a page with some of its fields spoiled."""
        form, chance = self.chance.choice(self.forms), self.chance
        fields = [
            (name, chance.choice(VALUES) if chance.random() < 0.4 else value)
            for name, value in form.fields
            if name != "csrf_token" and (name not in HASHING or chance.random() < HASHED)
        ]
        chance.shuffle(fields)
        return "POST", form.action, encoded(fields), FORM

    def _body(self, rule: Rule) -> tuple[str, str, bytes, str]:
        """Any address with any method, query and body."""
        kind, body = self.chance.choice(BODIES)
        return self.chance.choice(METHODS), self._address(rule), body, kind

    def _address(self, rule: Rule) -> str:
        chance = self.chance
        path = str(rule)
        for name in sorted(rule.arguments):
            known = list(self.world.names.values())
            value = chance.choice(PLACES) if chance.random() < 0.5 else quote(chance.choice(known))
            path = filled(path, name, self.world.names["org"] if name == "org" else value)
        if chance.random() < 0.5:
            asked = [(chance.choice(NAMES), chance.choice(TYPICAL)[:2_000])]
            path += f"?{encoded(asked).decode()}"
        return path


def filled(path: str, name: str, value: str) -> str:
    """A rule's address with one of its arguments put in."""
    before, _open, rest = path.partition("<")
    argument, _close, after = rest.partition(">")
    if argument.rpartition(":")[2] == name:
        return f"{before}{value}{after}"
    return f"{before}<{argument}>{filled(after, name, value)}"


def storm(app: Application, requests: int, seed: int) -> Kept:
    """So many requests, the same number by each role; nothing of them remains."""
    kept, start = Kept(), time.process_time()
    with undoing(app) as sessions, sessions() as session:
        world = world_of(app, Make(session))
        for number, column in enumerate(COLUMNS):
            sender = _sender(app, session, world, column, seed + number)
            for _request in range(ceil(requests / len(COLUMNS))):
                why = sender.failure(session)
                kept.counts.update({"requests": 1, "failures": bool(why)})
                if why:
                    kept.broken.append(f"{why} by {column}, seed {seed + number}")
    kept.counts["seconds of a core"] = round(time.process_time() - start)
    return kept


def _sender(app: Application, session: Session, world: World, column: str, seed: int) -> Sender:
    client = signed_in(app, session, world, column)
    paths = [path.format(**world.names) for path in pages_of(column)]
    forms = forms_of(client, paths)
    chance = random.Random(seed)  # noqa: S311 - to send the same again
    return Sender(app, client, world, forms, token_of(client), chance)


def pages_of(column: str) -> list[str]:
    """The addresses of the permission table that open for a column."""
    at = 2 + COLUMNS.index(column)
    return [row[1] for row in ROWS if row[0] == "GET" and row[at] == "y"]


def keep(ground: Ground) -> Kept:
    """Storm after storm, each over a world of its own."""
    kept = Kept()
    with ground.app() as app:
        for number, requests in enumerate(_storms(ground.of(REQUESTS))):
            kept.add(storm(app, requests, seed=1_000 * (ground.part + 1) + 10 * number))
    return kept


def bite(ground: Ground) -> Kept:
    """Addresses that take every query for a number."""
    with ground.app() as app:
        trusting(app)
        return bitten("a query is taken for a number", storm(app, requests=900, seed=1))


def _storms(total: int) -> Iterator[int]:
    while total > 0:
        yield min(total, NEW_WORLD_AFTER)
        total -= NEW_WORLD_AFTER
