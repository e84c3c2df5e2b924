"""Pages: roster."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.home.views.blueprint import bp
from lms.web.guard import anyone, requires


@bp.get("/orgs/<org>/people")
@requires(anyone)
def roster(org: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/people/<public_id>")
@requires(anyone)
def person(org: str, public_id: str) -> ResponseReturnValue:
    abort(404)
