"""Pages: records."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.supervision.views.blueprint import bp
from lms.web.guard import anyone, requires


@bp.get("/records/<public_id>")
@requires(anyone)
def record(public_id: str) -> ResponseReturnValue:
    abort(404)
