"""Pages: verification."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.certification.views.blueprint import bp
from lms.web.guard import public


@bp.get("/v")
@public
def verify_start() -> ResponseReturnValue:
    abort(404)


@bp.get("/v/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    abort(404)
