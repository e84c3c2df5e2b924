"""Prints a table for each database: CPU of each journey as a multiple of the floor, and its goal.

The floor and Sillage are measured in the same run, in short alternating rounds; minima are taken,
because other work on the machine only ever adds. CPU is that of the web server and, for both, of
the database server. Every request comes on a connection of its own. Nothing is asserted.
"""

from __future__ import annotations

import gzip
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial

from bench.crowd import fill
from bench.documents import draw
from bench.floor import ADDRESS
from bench.journeys import AGAIN, Journey, Unit, journeys
from bench.places import Place, postgresql, sqlite
from bench.processes import cpu_seconds, pss_mib
from bench.servers import Server, serving
from bench.visitors import Visitor
from bench.world import World, enter_papers
from lms.accounts.rules import hash_password, password_fits
from lms.app.memory import settle
from lms.app.settings import from_environment
from lms.demo.rules.cast import PASSWORD
from lms.kernel.database import make_engine
from lms.kernel.keys import Keys
from tests.databases import postgresql_binaries

PEOPLE = 1_000
ROUNDS = 5
HASHES = 10


@dataclass
class Figures:
    """Milliseconds of each round, in the order of the rounds."""

    floor: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    size: int = 0


def main() -> None:
    """Measure every journey on every database that is there."""
    settle()
    for place in (sqlite, postgresql) if postgresql_binaries() else (sqlite,):
        measure(place())


def measure(opened: AbstractContextManager[Place]) -> None:
    """One database: its table, its memory, its documents."""
    with opened as place:
        print(f"\n{place.name}, {PEOPLE} people in training")
        engine = make_engine(place.database)
        fill(engine, PEOPLE)
        keys = Keys(from_environment(place.environment).root_key)
        papers = enter_papers(engine, keys)
        drawing = draw(place, engine)
        with serving("wsgi:app", place.environment) as server:
            world = World(engine, partial(Visitor, server.port))
            with serving("bench.floor:create_app()", {"SILLAGE_TEST_FLOOR": place.floor}) as bare:
                _table(place, server, bare, journeys(world, papers))
            # What is weighed is the application's, not the connections of the measurement.
            engine.dispose()
            _memory(place, server)
        for line in drawing:
            print(line)


def _table(place: Place, server: Server, bare: Server, asked: list[Journey]) -> None:
    visitor = Visitor(bare.port)
    visitor.get("/in")
    read_floor = [lambda: visitor.get(ADDRESS)] * AGAIN
    found = {journey.name: Figures() for journey in asked}
    for turn in range(ROUNDS):
        for journey in asked:
            figures = found[journey.name]
            figures.floor.append(_milliseconds(place, bare, read_floor)[0])
            spent, figures.size = _milliseconds(place, server, list(journey.prepare(turn)))
            figures.ours.append(spent - journey.hashes * _hash_milliseconds())
    print(f"{'journey':<36}{'ms':>7}{'F':>7}{'goal':>7}{'gzipped':>9}")
    least = min(figure for figures in found.values() for figure in figures.floor)
    for journey in asked:
        print(_row(journey, found[journey.name], least))
    print(f"{'the floor':<36}{least:>7.2f}{1:>7.1f}")


def _row(journey: Journey, figures: Figures, floor: float) -> str:
    least, goal = min(figures.ours), f"{journey.goal:.1f}" if journey.goal else "-"
    return f"{journey.name:<36}{least:>7.2f}{least / floor:>7.1f}{goal:>7}{figures.size:>9}"


def _milliseconds(place: Place, server: Server, units: list[Unit]) -> tuple[float, int]:
    """CPU of one passage, and the bytes of its page once compressed."""
    before = _cpu(place, server)
    for unit in units:
        last = unit()
    spent = _cpu(place, server) - before
    return spent / len(units) * 1000, len(gzip.compress(last.body))


def _cpu(place: Place, server: Server) -> float:
    return cpu_seconds([*server.processes(), *place.processes()])


def _hash_milliseconds() -> float:
    """CPU of one password that is checked, with memory kept as in a web worker."""
    hashed = hash_password(PASSWORD)
    before = time.process_time()
    for _ in range(HASHES):
        password_fits(hashed, PASSWORD)
    return (time.process_time() - before) / HASHES * 1000


def _memory(place: Place, server: Server) -> None:
    web, database = pss_mib(server.processes()), pss_mib(place.processes())
    print(f"\nmemory of two web workers and their master: {web:.0f} MiB (PSS)")
    if database:
        print(f"memory of the database server: {database:.0f} MiB (PSS)")


if __name__ == "__main__":
    main()
