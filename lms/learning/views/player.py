"""Pages: player."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.learning.views.blueprint import bp
from lms.web.guard import anyone, requires


@bp.get("/path")
@requires(anyone)
def programme() -> ResponseReturnValue:
    abort(404)


@bp.get("/modules/<slug>")
@requires(anyone)
def module(slug: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/modules/<slug>/steps/<int(max=999):number>")
@requires(anyone)
def step(slug: str, number: int) -> ResponseReturnValue:
    abort(404)
