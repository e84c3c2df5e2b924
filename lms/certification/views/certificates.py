"""Pages: certificates."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.certification.views.blueprint import bp
from lms.web.guard import anyone, requires


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
