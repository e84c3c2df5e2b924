"""One small server: the pages (gunicorn) and the worker, started and stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

import click

ROOT = Path(__file__).parents[2]
STOPS_WITHIN = 90
LOOKS_EVERY = 0.1
PR_SET_PDEATHSIG = 1
GUNICORN = (
    # Loaded once and then forked, so that the workers share what they do not change.
    *("--preload", "--worker-class", "gthread", "--workers", "2", "--threads", "4"),
    *("--timeout", "60", "--graceful-timeout", "30", "--keep-alive", "5"),
    *("--log-level", "warning", "--no-control-socket"),
)


def refuse_taken(host: str, port: int) -> None:
    """One line when something already listens there."""
    if _taken(host, port):
        raise click.ClickException(f"{host}:{port} is in use (choose another: PORT=8001)")


def address(host: str, port: int) -> str:
    """What to type into the browser of this machine."""
    return f"http://{_shown(host)}:{port}"


def serve(host: str, port: int, lines: Iterable[str] = ()) -> int:
    """Run both until a signal comes (0) or one of them ends by itself (1).

    Once the pages answer, their address and these lines are shown.
    """
    refuse_taken(host, port)
    stopping: list[int] = []
    _on_signals(stopping.append)
    running = [_web(host, port), _run("-m", "lms.app.commands", "worker")]
    told = False
    try:
        while not stopping and all(process.poll() is None for process in running):
            if not told and _taken(host, port):
                told = True
                _tell(f"Sillage answers on {address(host, port)} (Ctrl-C stops it)", *lines)
            time.sleep(LOOKS_EVERY)
    finally:
        _stop(running)
    return 0 if stopping else 1


def _tell(*lines: str) -> None:
    for line in lines:
        click.echo(line)
    sys.stdout.flush()


def _web(host: str, port: int) -> subprocess.Popen[bytes]:
    return _run("-m", "gunicorn", "--bind", f"{host}:{port}", *GUNICORN, "wsgi:app")


def _run(*words: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only this process, which stops both in order.
    environment = {**os.environ, "SILLAGE_DATA": str(_data())}
    return subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has a single thread
    )


def _end_with_parent() -> None:
    """Should this process be killed outright, its children end too (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _data() -> Path:
    return Path(os.environ.get("SILLAGE_DATA", "var")).resolve()


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _on_signals(act: Callable[[int], None]) -> None:
    def heard(number: int, _frame: FrameType | None) -> None:
        act(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heard)


def _taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((_shown(host).strip("[]"), port)) == 0


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - said, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
