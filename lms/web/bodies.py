"""Bodies are taken whole or not at all: one that was cut on its way is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def whole_bodies(inner: Wsgi) -> Wsgi:
    """Have Werkzeug count the bytes of a body that says its length; too few are answered with 400.

    Gunicorn says that its streams end by themselves, and they do, also where a line was cut:
    half a text would be kept for the whole.
    """

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return inner(environ, start)

    return application
