"""The server is killed at random moments while people work: what it acknowledged is there, once."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from subprocess import Popen

from tests.browser.live import free_port
from tests.torture.ground import Ground, Kept, bitten, invariants
from tests.torture.journeys import at_work, losses, town_of
from tests.torture.serving import SILLAGE, children_of, serving, wait_until_ready

WORDS = "a killed server loses nothing that it acknowledged"
KILLS = 300
"""On each engine."""
BETWEEN_RESTARTS = 10
"""Workers killed before the whole server is, master and all."""
WAIT = (0.05, 0.9)
"""Seconds of work between two kills."""
MINUTES_PER_KILL = 1 / 40


def keep(ground: Ground, app: str = SILLAGE, seed: int | None = None) -> Kept:
    """Kill, and compare what people were told with what is there."""
    chance, kills = random.Random(seed), ground.of(KILLS)  # noqa: S311 - moments, not secrets
    port, kept = free_port(), Kept()
    with ground.app(f"http://127.0.0.1:{port}") as ours:
        settings = ours.extensions["sillage.settings"]
        town = town_of(ours, port, minutes=1 + round(kills * MINUTES_PER_KILL))
        ours.extensions["sillage.engine"].dispose()
        with at_work(town):
            while kept.counts["kills"] < kills:
                with serving(settings.database, settings.data, port, app) as server:
                    wait_until_ready(port)
                    left = min(BETWEEN_RESTARTS, kills - kept.counts["kills"])
                    for _kill in range(left - 1):
                        _kill_one(server, chance)
                    time.sleep(chance.uniform(*WAIT))
                kept.counts.update(kills=left, restarts=1)
        lost = list(losses(ours, town))
        kept.counts.update(acknowledged=town.acknowledged, lost=len(lost))
        kept.broken += [*lost, *invariants(ours)]
    return kept


def bite(ground: Ground) -> Kept:
    """A server that acknowledges before it commits."""
    found = keep(ground.smaller(15 / KILLS), "tests.torture.broken:late")
    return bitten("answers, then commits", found)


def _kill_one(server: Popen[bytes], chance: random.Random) -> None:
    """Kill one of the processes that answer, after some work; the master begins another."""
    time.sleep(chance.uniform(*WAIT))
    workers = children_of(server.pid)
    while not workers:
        time.sleep(0.01)
        workers = children_of(server.pid)
    with suppress(ProcessLookupError):
        os.kill(chance.choice(workers), signal.SIGKILL)
