"""python -m tests.torture [--only kills,races] [--share 0.1] [--teeth]: one line for each promise.

Status 1 when a promise is broken; with --teeth, when a broken variant was not caught.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.torture.ground import ENGINES, Kept
from tests.torture.runs import module_of, run

PROMISES = (
    "kills",
    "races",
    "outage",
    "batch",
    "cut",
    "malformed",
    "migrations",
    "canaries",
)
SHOWN = 10


def line_of(name: str, kept: Kept, seconds: float) -> str:
    """One promise as a line of the terminal."""
    verdict = "BROKEN" if kept.broken else "ok"
    told = ", ".join(f"{count:,} {words}" for words, count in kept.counts.items())
    return f"{verdict:<7}{name:<11}{module_of(name).WORDS}: {told} ({seconds:,.0f} s)"


def tell(name: str, kept: Kept, seconds: float) -> None:
    """Say it, and the first things that are broken."""
    print(line_of(name, kept, seconds), flush=True)  # noqa: T201
    for words in kept.broken[:SHOWN]:
        print(f"       {words}", flush=True)  # noqa: T201


def torture(names: list[str], engines: list[str], share: float, jobs: int, teeth: bool) -> bool:
    """Try every promise; whether all are kept."""
    started, whole = time.monotonic(), True
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        asked: dict[Future[Kept], str] = {}
        for name in names:
            parts = 1 if teeth else getattr(module_of(name), "PARTS", 1)
            for engine in engines:
                for part in range(parts):
                    asked[pool.submit(run, name, engine, share, part, teeth)] = name
        sums = {name: Kept() for name in names}
        waiting = list(asked.values())
        for ended in as_completed(asked):
            name = asked[ended]
            sums[name].add(ended.result())
            waiting.remove(name)
            if name not in waiting:
                tell(name, sums[name], time.monotonic() - started)
                whole = whole and not sums[name].broken
    return whole


def main() -> None:
    """Read the words of the command line."""
    words = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    words.add_argument("--only", default=",".join(PROMISES), help="promises, with commas")
    words.add_argument("--engines", default=",".join(ENGINES), help="sqlite,postgresql")
    words.add_argument("--share", type=float, default=1.0, help="how much of the whole, 0 to 1")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at once")
    words.add_argument("--teeth", action="store_true", help="broken variants must be caught")
    asked = words.parse_args()
    names, engines = asked.only.split(","), asked.engines.split(",")
    sys.exit(not torture(names, engines, asked.share, asked.jobs, asked.teeth))


if __name__ == "__main__":
    main()
