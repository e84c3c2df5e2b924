"""Pages: invitations."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from lms.learning.views.blueprint import bp
from lms.web.guard import anyone, public, requires


@bp.get("/orgs/<org>/invitations")
@requires(anyone)
def invitations(org: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/orgs/<org>/invitations/new")
@requires(anyone)
def invite(org: str) -> ResponseReturnValue:
    abort(404)


@bp.get("/invitations/<token>")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    abort(404)
