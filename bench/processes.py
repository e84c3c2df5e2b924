"""What processes cost, as Linux counts it: nanoseconds of CPU, proportional memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

NANOSECONDS = 1_000_000_000


def family(pid: int) -> list[int]:
    """The process and everything that descends from it."""
    found = [pid]
    for parent in found:
        found += _children(parent)
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time so far; the tick counters of `stat` are too coarse for one page."""
    threads = (thread for pid in pids for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(words.split()[0]) for words in map(_read, threads) if words) / NANOSECONDS


def pss_mib(pids: Iterable[int]) -> float:
    """Proportional set size: pages that several processes share are divided among them."""
    rollups = (_read(Path(f"/proc/{pid}/smaps_rollup")) for pid in pids)
    lines = (line for words in rollups for line in words.splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def title(pid: int) -> str:
    """What the process calls itself."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for words in map(_read, lists) for child in words.split()]


def _read(path: Path) -> str:
    # A process may end while it is being looked at.
    try:
        return path.read_text()
    except OSError:
        return ""
