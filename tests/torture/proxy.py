"""A proxy of our own in front of the database, which can be cut and put back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread

PIECE = 65_536


class Proxy:
    """Carries bytes between 127.0.0.1:port and a unix socket, as long as it is open."""

    def __init__(self, port: int, behind: Path) -> None:
        self.port, self.behind = port, behind
        self._lines: set[socket.socket] = set()
        self._lock = Lock()
        self._door: socket.socket | None = None

    def open(self) -> None:
        """Take connections from now on."""
        self._door = socket.create_server(("127.0.0.1", self.port))
        Thread(target=self._serve, args=(self._door,), daemon=True).start()

    def close(self) -> None:
        """Take none, and cut those that are there."""
        if self._door is not None:
            # A thread that waits in accept() would keep the door open.
            with suppress(OSError):
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._door = None
        with self._lock:
            lines, self._lines = self._lines, set()
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _serve(self, door: socket.socket) -> None:
        while True:
            try:
                line, _address = door.accept()
                other = socket.socket(socket.AF_UNIX)
                other.connect(str(self.behind))
            except OSError:
                return
            with self._lock:
                self._lines |= {line, other}
            for pair in ((line, other), (other, line)):
                Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while piece := here.recv(PIECE):
                there.sendall(piece)
        for line in (here, there):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._lines -= {here, there}
        here.close()


@contextmanager
def proxied(port: int, behind: Path) -> Iterator[Proxy]:
    """The proxy, open."""
    proxy = Proxy(port, behind)
    proxy.open()
    try:
        yield proxy
    finally:
        proxy.close()
