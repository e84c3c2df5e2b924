"""Servers under measurement: gunicorn with two workers, and the processes that answer for them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.processes import family

STARTS_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """The master and its workers."""
        return family(self.pid)


@contextmanager
def serving(target: str, environment: dict[str, str]) -> Iterator[Server]:
    """gunicorn, two workers of four threads, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers=2", "--threads=4", "--preload"]
    command += [f"--bind=127.0.0.1:{port}", "--log-level=error", "--no-control-socket", target]
    with running(command, environment) as pid:
        _wait(port)
        yield Server(port, pid)


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """A process, by its id, asked to end afterwards."""
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
