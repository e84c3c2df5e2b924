"""The queue between the pages and the worker: a file that holds which rounds were asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huey import SqliteHuey

from lms.app.rounds import URGENT
from lms.app.settings import Settings
from lms.web.database import Application
from lms.web.nudge import BELL

PATIENCE = 1
"""Seconds that a page waits for a busy queue; its own work is already committed."""


class Queue:
    """`visit(name)` asks for one round; the worker says with `answer` what a visit does."""

    def __init__(self, settings: Settings) -> None:
        settings.data.mkdir(parents=True, exist_ok=True)
        self.huey = SqliteHuey(
            "sillage", filename=str(settings.data / "queue.db"), results=False, timeout=PATIENCE
        )
        self._answer: Callable[[str], None] | None = None
        self.visit: Any = self.huey.task(name="visit")(self._visited)

    def answer(self, act: Callable[[str], None]) -> None:
        """Let `act` be called with the name of each round that is asked for."""
        self._answer = act

    def ring(self) -> None:
        """Ask for everything that somebody may be waiting for."""
        for name in URGENT:
            self.visit(name)

    def _visited(self, name: str) -> None:
        if self._answer is not None:
            self._answer(name)


def hang_bell(app: Application) -> None:
    """Let the pages of this process wake the worker."""
    app.extensions[BELL] = Queue(app.extensions["sillage.settings"]).ring
