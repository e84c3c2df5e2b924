"""Pages of support."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from lms.web.guard import public

bp = Blueprint("support", __name__)


@bp.get("/help")
@public
def help_numbers() -> ResponseReturnValue:
    abort(404)
