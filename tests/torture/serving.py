"""The real server in processes of its own, and ways to kill some of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from lms.app.serve import GUNICORN, ROOT

STARTS_WITHIN = 60
SILLAGE = "wsgi:app"


@contextmanager
def serving(
    database: str, folder: Path, port: int, app: str = SILLAGE, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """The server as production starts it, in a process group of its own, killed in the end."""
    address = f"127.0.0.1:{port}"
    with (folder / "server.log").open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", address, *GUNICORN, app],
            cwd=ROOT,
            env=environment(database, folder, SILLAGE_PUBLIC_URL=f"http://{address}", **more),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield running
        finally:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def environment(database: str, folder: Path, **more: str) -> Mapping[str, str]:
    """What a process of this installation is told, and nothing of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SILLAGE_")}
    own = {"SILLAGE_MODE": "demo", "SILLAGE_DATA": str(folder), "SILLAGE_DATABASE": database}
    return {**kept, **own, **more}


def wait_until_ready(port: int) -> None:
    """Until the server says so itself."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if asked(port, "/readyz") == 200:
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start within {STARTS_WITHIN} s")


def asked(port: int, path: str) -> int:
    """The status of one page; 0 when nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def children_of(pid: int) -> list[int]:
    """The processes that a process has begun and that still live (Linux)."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []
