"""What the worker does for drafts: forget those whose time is over."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import CursorResult, delete

from lms.drafts.models import Draft
from lms.web.database import db


def purge(app: Flask, *, now: datetime) -> int:
    """Delete expired drafts; how many. Reflections have no expiry and stay."""
    with app.app_context(), db.writing() as session:
        gone = session.execute(delete(Draft).where(Draft.expires_at < now))
        return gone.rowcount if isinstance(gone, CursorResult) else 0
