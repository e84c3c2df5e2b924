"""What the worker does for the journal: forget acts after three years."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import CursorResult, delete

from lms.journal.models import JournalEntry
from lms.web.database import db

KEPT_FOR = timedelta(days=3 * 365 + 1)


def purge(app: Flask, *, now: datetime) -> int:
    """Delete entries older than three years; how many."""
    with app.app_context(), db.writing() as session:
        gone = session.execute(delete(JournalEntry).where(JournalEntry.at < now - KEPT_FOR))
        return gone.rowcount if isinstance(gone, CursorResult) else 0
