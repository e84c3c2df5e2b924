"""Pages: checks."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.learning.views.blueprint import bp
from lms.web.guard import anyone, requires


@bp.get("/modules/<slug>/check/<int(max=999):number>")
@requires(anyone)
def question(slug: str, number: int) -> ResponseReturnValue:
    abort(404)


@bp.get("/modules/<slug>/check/result")
@requires(anyone)
def check_result(slug: str) -> ResponseReturnValue:
    abort(404)
