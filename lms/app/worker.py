"""The background worker: rounds over work that waits in our own tables, sooner when a bell rings.

What is to be done is a state in the database: a killed worker loses nothing, and every round may
safely be repeated.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from huey import crontab
from huey.consumer import Consumer

from lms.app import logs
from lms.app.bell import Queue
from lms.app.rounds import EVERY_MINUTE, HOURLY, Work
from lms.web.database import Application
from lms.web.errors import trace_of
from lms.web.page import now

SLOWEST_POLL = 0.5
"""Seconds until the bell is heard, at most."""
THREADS = 3
"""A long drawing and a slow mail server must not hold each other up."""
STOPS_WITHIN = 75
"""Seconds given to the work in hand; one drawing takes 60 at most."""
TIMES_IN_A_ROW = 200

log = logging.getLogger("sillage")


@dataclass
class Round:
    """One kind of work, done by one thread at a time; asked for again meanwhile, done once more."""

    name: str
    work: Work
    asked: Event = field(default_factory=Event)
    busy: Lock = field(default_factory=Lock)

    def run(self, app: Application, stopping: Callable[[], bool]) -> None:
        """Work until nothing is left; a failure is logged and leaves the other rounds alone."""
        self.asked.set()
        while self.asked.is_set() and not stopping() and self.busy.acquire(blocking=False):
            try:
                self.asked.clear()
                self._until_nothing_is_left(app, stopping)
            except Exception as failure:
                log.error("%s failed: %s", self.name, trace_of(failure))
            finally:
                self.busy.release()

    def _until_nothing_is_left(self, app: Application, stopping: Callable[[], bool]) -> None:
        for _ in range(TIMES_IN_A_ROW):
            if not self.work(app, now=now()) or stopping():
                return


class Worker(Consumer):
    """Huey's consumer, which finishes the work in hand whichever way it is asked to stop."""

    def _set_signal_handlers(self) -> None:
        self._signal_actions = dict.fromkeys((signal.SIGTERM, signal.SIGINT), (False, True))
        super()._set_signal_handlers()


class Rounds:
    """Every round by name, and the queue that asks for them."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self.queue = Queue(app.extensions["sillage.settings"])
        self._known = {name: Round(name, work) for name, work in {**EVERY_MINUTE, **HOURLY}.items()}
        self.worker = Worker(
            self.queue.huey,
            workers=THREADS,
            max_delay=SLOWEST_POLL,
            shutdown_timeout=STOPS_WITHIN,
        )
        self.queue.answer(self._make)
        periodic = self.queue.huey.periodic_task
        periodic(crontab(), name="minute")(self.ask_minutely)
        periodic(crontab(minute="7"), name="hour")(self.ask_hourly)

    def ask_minutely(self) -> None:
        """Ask for the rounds of each minute."""
        for name in EVERY_MINUTE:
            self.queue.visit(name)

    def ask_hourly(self) -> None:
        """Ask for the housekeeping."""
        for name in HOURLY:
            self.queue.visit(name)

    def _make(self, name: str) -> None:
        # A queue left by another version may ask for a round that is no more.
        if name in self._known:
            self._known[name].run(self._app, self.worker.stop_flag.is_set)


def run(app: Application) -> None:
    """Work until SIGTERM or SIGINT; begins with a round of everything."""
    logs.set_up(app.extensions["sillage.settings"])
    logging.getLogger("huey").setLevel(logging.WARNING)
    rounds = Rounds(app)
    rounds.ask_minutely()
    rounds.ask_hourly()
    rounds.worker.run()
