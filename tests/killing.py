"""An `lms` command in a process of its own, killed at its n-th statement: as a power cut would.

Run as a program: python -m tests.killing N WORD…
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, event

ROOT = Path(__file__).parents[1]


def kill_lms(statement: int, environment: Mapping[str, str], *words: str) -> int:
    """Run `lms WORD…` until its n-th statement; -9 when it was killed, else its own status."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SILLAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "tests.killing", str(statement), *words],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        check=False,
    ).returncode


def die_at(statement: int) -> None:
    """Kill this process outright before its n-th statement."""
    seen = 0

    def count(*_statement: object) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)


if __name__ == "__main__":
    from lms.app.commands import lms

    die_at(int(sys.argv[1]))
    lms(sys.argv[2:], prog_name="lms")
