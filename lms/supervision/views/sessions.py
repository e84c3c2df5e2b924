"""Pages: sessions."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.supervision.views.blueprint import bp
from lms.web.guard import anyone, requires


@bp.get("/sessions")
@requires(anyone)
def sessions() -> ResponseReturnValue:
    abort(404)


@bp.get("/sessions/new")
@requires(anyone)
def log_session() -> ResponseReturnValue:
    abort(404)


@bp.get("/sessions/<public_id>")
@requires(anyone)
def session(public_id: str) -> ResponseReturnValue:
    abort(404)
