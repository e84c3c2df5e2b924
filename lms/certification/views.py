"""Pages of certification."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from lms.web.guard import anyone, public, requires

bp = Blueprint("certification", __name__)


@bp.get("/certificates")
@requires(anyone)
def certificates() -> ResponseReturnValue:
    abort(404)


@bp.get("/certificates/<public_id>/file")
@requires(anyone)
def download(public_id: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/certificates")
@requires(anyone)
def register(org: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/v")
@public
def verify_start() -> ResponseReturnValue:
    abort(404)


@bp.get("/v/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    abort(404)
