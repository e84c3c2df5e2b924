"""For whoever watches the server: is the process alive, and can it do its work."""

from __future__ import annotations

from flask import Blueprint, current_app, g
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from lms.app.migrations import head_revision, present_revision
from lms.web.guard import public

bp = Blueprint("health", __name__)
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return "alive\n", 200, PLAIN


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers too, and has the tables that this code expects."""
    g.no_database = True
    try:
        revision = present_revision(current_app.extensions["sillage.engine"])
    except SQLAlchemyError:
        return "the database does not answer\n", 503, PLAIN
    if revision != head_revision():
        return "the database is not migrated\n", 503, PLAIN
    return "ready\n", 200, PLAIN
