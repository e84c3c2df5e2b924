"""Housekeeping of attendance."""

from __future__ import annotations

from datetime import datetime

from lms.attendance.operations.erasing import forget_attendance
from lms.retention.queries import kept_for
from lms.web.database import Application, db


def forget(app: Application, *, now: datetime) -> int:
    """Delete the lines of people who were erased long ago; how many."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "training_evidence")).date()
        return forget_attendance(session, before=before)
