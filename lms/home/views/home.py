"""Pages: home."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.home.views.blueprint import bp
from lms.web.guard import anyone, public, requires


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    abort(404)


@bp.get("/home")
@requires(anyone)
def home() -> ResponseReturnValue:
    abort(404)
