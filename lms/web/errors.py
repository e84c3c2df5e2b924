"""Calm error pages that need neither the database nor a signed-in person."""

from __future__ import annotations

import logging
import traceback

from flask import Flask, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from lms.kernel.refusals import NotThere, ServiceAway
from lms.web.form import Repeated
from lms.web.guard import after_a_stale_form

RETRY_AFTER_SECONDS = "10"
KNOWN = frozenset({400, 403, 404, 413, 429, 500, 503})
TELLING = (TypeError, AttributeError, NameError, ImportError, TemplateError)
"""Errors whose message speaks of code, never of what people wrote."""
# An InternalError is what a server says that only lets itself be read, its disk being full.
OUTAGES = (OperationalError, InterfaceError, InternalError, PoolTimeout)

log = logging.getLogger("sillage")


def install(app: Flask) -> None:
    """Answer every failure with a page in the person's language."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(NotThere, lambda _error: error_page(404))
    app.register_error_handler(Repeated, lambda error: redirect(error.location, 303))
    for outage in OUTAGES:
        app.register_error_handler(outage, _database_away)
    app.register_error_handler(ServiceAway, _service_away)
    app.register_error_handler(DataError, lambda _error: error_page(400))
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int) -> ResponseReturnValue:
    """The page for `status`; an unknown one reads as the family's head (400 or 500)."""
    g.no_database = True
    shown = status if status in KNOWN else 400 if status < 500 else 500
    headers = {"Retry-After": RETRY_AFTER_SECONDS} if status in {429, 503} else {}
    return render_template("errors/error.html", status=shown), status, headers


def _refused(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return error_page(error.code)


def _stale(_error: CSRFError) -> ResponseReturnValue:
    try:
        return after_a_stale_form() or error_page(400)
    except OUTAGES as outage:
        return _database_away(outage)


def _database_away(error: Exception) -> ResponseReturnValue:
    # The statement and its values stay out of the log: they may hold personal data.
    log.warning("database unavailable: %s", type(getattr(error, "orig", error)).__name__)
    return error_page(503)


def _service_away(error: Exception) -> ResponseReturnValue:
    log.warning("away: %s", error)
    return error_page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected %s", trace_of(error))
    return error_page(500)


def trace_of(error: BaseException) -> str:
    """What failed and where, for the log, without the values that messages may quote.

    A database error repeats statement and parameters, a ValueError what somebody typed.
    """
    named = type(error).__name__
    words = f"{named}: {error}" if isinstance(error, TELLING) else named
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    before = error.__cause__ or error.__context__
    return "\n".join([words, *places, *([f"after {trace_of(before)}"] if before else [])])
