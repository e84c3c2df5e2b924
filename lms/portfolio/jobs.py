"""Background work of the portfolio: making the folders that people asked for.

How an export is taken up, sealed and finished stands in `lms.exports`; here is what it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import flask_babel
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from lms.exports.models import ExportKind
from lms.exports.operations import Claim, making
from lms.kernel.database import reading
from lms.kernel.keys import Keys
from lms.portfolio.queries.contents import Source, contents_of
from lms.portfolio.render.archive import Making, archive_of
from lms.printing.operations import render_in_child
from lms.web.errors import trace_of

log = logging.getLogger("sillage")


def make_due(app: Flask, *, now: datetime) -> int:
    """Make the portfolios that wait; how many became ready."""
    found = making.due_exports(_sessions(app), ExportKind.PORTFOLIO, now=now)
    return sum(make_export(app, export_id, now=now) for export_id in found)


def make_export(app: Flask, export_id: int, *, now: datetime) -> bool:
    """Make one unless another worker has it; whether it became ready."""
    keys: Keys = app.extensions["sillage.keys"]
    archive = partial(_archive, app, now)
    return making.make_export(
        _sessions(app), keys, export_id, archive, now=now, failed=_tell_failure
    )


def _tell_failure(claimed: Claim, failure: Exception) -> None:
    # The failure's own words may quote what people wrote: its place and kind are enough.
    log.error("portfolio %s was not made: %s", claimed.id, trace_of(failure))


def _archive(app: Flask, now: datetime, claimed: Claim) -> Iterator[bytes]:
    keys: Keys = app.extensions["sillage.keys"]
    store = app.extensions["sillage.settings"].files
    with _sessions(app)() as session:
        reading(session)
        source = Source(session, keys, store, claimed.person_id, claimed.locale, now)
        contents = contents_of(source)
    made = Making(
        contents=contents,
        locale=claimed.locale,
        made_on=now.astimezone(ZoneInfo(claimed.time_zone)).date(),
        draw=render_in_child,
    )
    with app.app_context(), flask_babel.force_locale(claimed.locale):
        yield from archive_of(app.jinja_env, made)


def _sessions(app: Flask) -> sessionmaker[Session]:
    sessions: sessionmaker[Session] = app.extensions["sillage.sessions"]
    return sessions
