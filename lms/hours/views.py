"""Pages of hours."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from lms.web.guard import anyone, requires

bp = Blueprint("hours", __name__)


@bp.get("/hours")
@requires(anyone)
def hours() -> ResponseReturnValue:
    abort(404)
