"""Prints what pages cost in databases of several sizes: `python -m bench.scale 1000 100000`.

On PostgreSQL: statements and 8-KiB buffers. Every statement that a page issues is explained
(ANALYZE, BUFFERS) on its own connection, at the moment and with the values it is issued with, and
taken back before it really runs. With `sqlite` before the sizes: statements, thousands of steps of
SQLite's own machine, which like buffers do not depend on this one, and milliseconds of processor
for the whole page, the least of some passages. Nothing is asserted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from bench.crowd import fill, tidy
from bench.crowd.lines import large
from bench.pages import Act, pages
from bench.places import Place, server_of_postgresql, sqlite
from bench.watched import Steps, Watch, watched
from bench.world import World, enter_papers
from lms.app.factory import create_app
from lms.app.settings import from_environment
from lms.kernel.keys import Keys

SIZES = (1_000, 100_000)
PASSAGES = 5

Found = dict[str, str]
"""The figures of each page."""
Measure = Callable[[World, Callable[[int], Act]], str]


def main() -> None:
    """One table, a column for each size."""
    words = sys.argv[1:]
    sizes = [int(word) for word in words if word.isdecimal()] or list(SIZES)
    if "sqlite" in words:
        _table(sizes, [_measured(sqlite(), size, _steps) for size in sizes])
        return
    with server_of_postgresql() as opened:
        columns = [_measured(opened(f"people_{size}"), size, _buffers) for size in sizes]
    _table(sizes, columns)


def _table(sizes: list[int], columns: list[Found]) -> None:
    print(f"{'':<36}" + "".join(f"{size:>26,}" for size in sizes))
    for name in columns[0]:
        print(f"{name:<36}" + "".join(f"{found[name]:>26}" for found in columns))


def _measured(opened: AbstractContextManager[Place], size: int, measure: Measure) -> Found:
    began = time.monotonic()
    with opened as place:
        app = create_app(from_environment({**os.environ, **place.environment}))
        engine = app.extensions["sillage.engine"]
        fill(engine, size)
        took, many = time.monotonic() - began, large(size)
        print(
            f"{size:,} people, {many:,} in one organisation: made in {took:.0f} s", file=sys.stderr
        )
        papers = enter_papers(engine, Keys(from_environment(place.environment).root_key))
        tidy(engine)
        world = World(engine, partial(watched, app))
        found = {name: measure(world, prepare) for name, prepare in pages(world, papers)}
        engine.dispose()
    return found


def _buffers(world: World, prepare: Callable[[int], Act]) -> str:
    prepare(0)()
    act = prepare(1)
    with Watch(world.engine) as watch:
        act()
    return f"{len(watch.buffers)} {sum(watch.buffers):>10,}"


def _steps(world: World, prepare: Callable[[int], Act]) -> str:
    prepare(0)()
    act = prepare(1)
    with Steps(world.engine) as steps:
        act()
    least = min(_milliseconds(prepare(turn)) for turn in range(2, 2 + PASSAGES))
    world.forget_tries()
    return f"{steps.statements} {steps.taken / 1000:>8,.1f} {least:>8,.1f}"


def _milliseconds(act: Act) -> float:
    before = time.process_time()
    act()
    return (time.process_time() - before) * 1000


if __name__ == "__main__":
    main()
