"""Pages of home."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from lms.web.guard import anyone, public, requires

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    abort(404)


@bp.get("/home")
@requires(anyone)
def home() -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/people")
@requires(anyone)
def roster(org: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/people/<public_id>")
@requires(anyone)
def person(org: str, public_id: str) -> ResponseReturnValue:
    abort(404)
