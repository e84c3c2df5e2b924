"""The worker under measurement: documents drawn in a second, CPU for each, memory kept after."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from sqlalchemy import Engine

from bench.places import Place
from bench.processes import family, pss_mib
from bench.servers import running
from bench.world import waiting

GIVES_UP_AFTER = 120
LOOKS_EVERY = 0.05


def draw(place: Place, engine: Engine) -> list[str]:
    """Let a worker draw all that waits; the lines to print."""
    with running([sys.executable, "-m", "lms.app.commands", "worker"], place.environment) as pid:
        documents, moments = waiting(engine), list(_progress(engine))
        kept = pss_mib(family(pid))
    left, seconds = moments[0][1] - moments[-1][1], moments[-1][0] - moments[0][0]
    return [
        f"memory of the worker after {documents} documents: {kept:.0f} MiB (PSS)",
        f"documents drawn: {left / seconds:.1f} a second",
    ]


def _progress(engine: Engine) -> Iterator[tuple[float, int]]:
    """Instants and how many documents still wait, from the first one drawn to the last."""
    before, until = waiting(engine), time.monotonic() + GIVES_UP_AFTER
    left = before
    while left:
        if time.monotonic() > until:
            raise RuntimeError("the worker did not draw the documents")
        time.sleep(LOOKS_EVERY)
        left = waiting(engine)
        if left < before:
            yield time.monotonic(), left
            before = left
