"""What the worker does for the journal: seal, anchor outside, forget in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from lms.journal import operations
from lms.journal.queries import unsealed_count
from lms.journal.rules.marks import Mark, MarkKind, MarkRefused, mark_in, public_key
from lms.kernel.keys import Keys
from lms.retention.queries import kept_for
from lms.web.database import db

ANCHORED_EVERY = timedelta(minutes=50)
"""A little less than the hour of the worker's round."""


def seal(app: Flask, *, now: datetime) -> int:
    """Chain what was committed since the last time; how many entries."""
    with app.app_context():
        with db.reading() as session:
            if not unsealed_count(session):
                return 0
        with db.writing() as session:
            return operations.seal(session)


def anchor(app: Flask, *, now: datetime) -> int:
    """Append the signed head to the anchor file, unless that was done this hour."""
    path, keys = _outside(app)
    latest = _latest(path, keys)
    if latest is not None and timedelta(0) <= now - latest.at < ANCHORED_EVERY:
        return 0
    mark_head(app, now=now)
    return 1


def mark_head(app: Flask, *, now: datetime, kind: MarkKind = MarkKind.HEAD) -> Mark:
    """Seal everything and append the head to the anchor file, whenever the last one was."""
    path, keys = _outside(app)
    with app.app_context():
        return operations.mark_head(db.writing, path, keys, now=now, kind=kind)


def purge(app: Flask, *, now: datetime) -> int:
    """Delete entries older than the rule, and say in a signed checkpoint where; how many."""
    _path, keys = _outside(app)
    with app.app_context(), db.writing() as session:
        before = now - kept_for(session, "journal")
        return operations.purge(session, keys, before=before, now=now)


def _outside(app: Flask) -> tuple[Path, Keys]:
    return app.extensions["sillage.settings"].journal_anchor, app.extensions["sillage.keys"]


def _latest(path: Path, keys: Keys) -> Mark | None:
    """The last mark of the file, if it can be read: after damage, one too many is better."""
    try:
        lines = path.read_text().splitlines()
        return mark_in(lines[-1], public_key(keys)) if lines else None
    except (OSError, MarkRefused):
        return None
