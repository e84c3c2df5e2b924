"""Bodies are taken whole or not at all, and larger than usual only where files are expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import abort, current_app, request, session
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from lms.kernel.actor import Actor
from lms.web.database import db
from lms.web.guard import acting

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


def takes_files(
    most_bytes: int, *, after: Callable[..., object] | None = None
) -> Callable[[View], View]:
    """Let people whom the view's policy admits send it a body of up to `most_bytes`.

    Stands above `requires`. Everybody else keeps the limit of all other forms. `after` is called
    with the address's values before a large body is read: it refuses what is not there.
    """

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        view.after = after  # type: ignore[attr-defined]
        return view

    return mark


def widen() -> None:
    """Before the body is read: the limit of this view, and nothing read of who may not use it.

    Without a cookie, and for a body that fits everywhere, the database is not asked.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, "most_bytes", None)
    if most is None or "_user_id" not in session or _is_small(most):
        return
    who = acting()
    if who is None:
        return
    _refuse(view, who)
    # A slow network may take minutes: nothing is held meanwhile.
    db.let_go()
    request.max_content_length = most


def _is_small(most: int) -> bool:
    length = most if request.content_length is None else request.content_length
    return length <= (request.max_content_length or 0)


def _refuse(view: Any, who: Actor) -> None:
    if not view.policy(who):
        abort(403)
    named = map(request.headers.get, current_app.config["WTF_CSRF_HEADERS"])
    token = next(filter(None, named), None)
    if token is not None:
        try:
            validate_csrf(token)
        except ValidationError:
            abort(400)
    if view.after is not None:
        view.after(**(request.view_args or {}))
