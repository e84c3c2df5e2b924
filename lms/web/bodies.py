"""Bodies are taken whole or not at all, and larger than usual only where files are expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import current_app, request, session

View = TypeVar("View", bound=Callable[..., Any])
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


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Let people who are signed in send a body of up to `most_bytes` to this view.

    Stands above `requires`. Everybody else keeps the limit of all other forms.
    """

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def widen() -> None:
    """Before the body is read: the limit of this view. Asks the cookie, never the database."""
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, "most_bytes", None)
    if most is not None and "_user_id" in session:
        request.max_content_length = most
