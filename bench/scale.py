"""Prints what pages touch in databases of several sizes: statements and 8-KiB buffers (PostgreSQL).

Every statement that a page issues is explained (ANALYZE, BUFFERS) on its own connection, at the
moment and with the values it is issued with, and taken back before it really runs.
`python -m bench.scale 1000 100000 1000000`; nothing is asserted.
"""

from __future__ import annotations

import os
import sys
import time

from bench.crowd import fill
from bench.crowd.lines import LARGE_SHARE
from bench.pages import pages
from bench.places import Place, server_of_postgresql
from bench.watched import Watch, watched
from bench.world import World, enter_papers
from lms.app.factory import create_app
from lms.app.settings import from_environment
from lms.kernel.keys import Keys

SIZES = (1_000, 100_000)

Found = dict[str, tuple[int, int]]
"""Statements and buffers of each page."""


def main() -> None:
    """One table, a column for each size."""
    sizes = [int(words) for words in sys.argv[1:]] or list(SIZES)
    columns: list[Found] = []
    with server_of_postgresql() as opened:
        for size in sizes:
            with opened(f"people_{size}") as place:
                columns.append(_measured(place, size))
    print(f"{'':<36}" + "".join(f"{size:>18,}" for size in sizes))
    for name in columns[0]:
        cells = (f"{found[name][0]:>6} {found[name][1]:>11,}" for found in columns)
        print(f"{name:<36}" + "".join(cells))


def _measured(place: Place, size: int) -> Found:
    began = time.monotonic()
    app = create_app(from_environment({**os.environ, **place.environment}))
    engine = app.extensions["sillage.engine"]
    fill(engine, size)
    took, large = time.monotonic() - began, size // LARGE_SHARE
    print(f"{size:,} people ({large:,} in one organisation) made in {took:.0f} s", file=sys.stderr)
    keys = Keys(from_environment(place.environment).root_key)
    papers = enter_papers(engine, keys)
    world = World(engine, lambda: watched(app))
    found: Found = {}
    for name, prepare in pages(world, papers):
        prepare(0)()
        act = prepare(1)
        with Watch(engine) as watch:
            act()
        found[name] = (len(watch.buffers), sum(watch.buffers))
    engine.dispose()
    return found


if __name__ == "__main__":
    main()
