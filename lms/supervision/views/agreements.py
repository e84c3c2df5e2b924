"""Pages: agreements."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.supervision.views.blueprint import bp
from lms.web.guard import anyone, requires


@bp.get("/supervision")
@requires(anyone)
def my_supervision() -> ResponseReturnValue:
    abort(404)


@bp.get("/people")
@requires(anyone)
def people() -> ResponseReturnValue:
    abort(404)


@bp.get("/agreements/<public_id>")
@requires(anyone)
def agreement(public_id: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/agreements")
@requires(anyone)
def agreements(org: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/agreements/new")
@requires(anyone)
def propose_agreement(org: str) -> ResponseReturnValue:
    abort(404)
