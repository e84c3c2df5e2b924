"""The page of help numbers: no database, no trace."""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from lms.support.rules import territories
from lms.web.guard import public
from lms.web.page import page

bp = Blueprint("support", __name__)


@bp.get("/help")
@public
def help_numbers() -> ResponseReturnValue:
    """Numbers to talk to somebody. Nobody is looked up, so that the visit leaves no trace."""
    g.no_database = True
    return page("support/help_numbers.html", territories=territories())
