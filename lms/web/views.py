"""Pages that belong to no room: language, accessibility."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, session
from flask.typing import ResponseReturnValue

from lms.web.addresses import local_address
from lms.web.guard import public
from lms.web.i18n import LANGUAGES
from lms.web.page import page

bp = Blueprint("web", __name__)


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Remember the language in this browser; the account page keeps it for good."""
    chosen = request.form.get("lang", "")
    if chosen not in LANGUAGES:
        abort(400)
    session["lang"] = chosen
    return redirect(local_address(request.form.get("next")), 303)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The honest state of accessibility."""
    return page("web/accessibility.html")
