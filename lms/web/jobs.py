"""Housekeeping of the web room: keys of accepted forms, kept for a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import CursorResult, delete

from lms.web.database import db
from lms.web.models import FormKey

KEPT_FOR = timedelta(days=7)


def purge_form_keys(app: Flask, *, now: datetime) -> int:
    """Delete the keys that no browser will send again; how many."""
    with app.app_context(), db.writing() as session:
        gone = session.execute(delete(FormKey).where(FormKey.used_at < now - KEPT_FOR))
        return gone.rowcount if isinstance(gone, CursorResult) else 0
