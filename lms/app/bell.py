"""The queue between pages and worker, which holds the rounds asked for: a file, or Redis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey

from lms.app.rounds import URGENT
from lms.app.settings import Settings
from lms.web.database import Application
from lms.web.nudge import BELL

AT_ONCE = "at once"
PATIENCE = 1
"""Seconds that a page waits for a busy queue; its own work is already committed."""
WORKERS_PATIENCE = 3
"""Seconds without an answer from Redis: longer than the second that a waiting worker listens."""


class Queue:
    """`visit(name)` asks for one round; the worker says with `answer` what a visit does."""

    def __init__(self, settings: Settings) -> None:
        self.huey = _queue(settings)
        self._answer: Callable[[str], None] | None = None
        self.visit: Any = self.huey.task(name="visit")(self._visited)

    def answer(self, act: Callable[[str], None]) -> None:
        """Let `act` be called with the name of each round that is asked for."""
        self._answer = act

    def ring(self) -> None:
        """Ask for everything that somebody may wait for: one entry, so that pages pay once."""
        self.visit(AT_ONCE)

    def _visited(self, name: str) -> None:
        if name == AT_ONCE:
            for each in URGENT:
                self.visit(each)
        elif self._answer is not None:
            self._answer(name)


def _queue(settings: Settings) -> Huey:
    if settings.queue:
        # An extra of the package: one machine needs none of it.
        from redis import ConnectionPool

        pool = ConnectionPool.from_url(
            settings.queue, socket_connect_timeout=PATIENCE, socket_timeout=WORKERS_PATIENCE
        )
        return RedisHuey("sillage", connection_pool=pool, results=False)
    settings.data.mkdir(parents=True, exist_ok=True)
    file = str(settings.data / "queue.db")
    return SqliteHuey("sillage", filename=file, results=False, timeout=PATIENCE)


def hang_bell(app: Application) -> None:
    """Let the pages of this process wake the worker."""
    app.extensions[BELL] = Queue(app.extensions["sillage.settings"]).ring
