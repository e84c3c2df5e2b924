"""Background work of assessment: forgetting work and levels whose time is over."""

from __future__ import annotations

from datetime import datetime

from lms.assessment.operations.erasing import forget_competencies, forget_coursework
from lms.retention.queries import kept_for
from lms.web.database import Application, db


def forget_levels(app: Application, *, now: datetime) -> int:
    """Delete levels and evidence of trainings that ended long ago; how many rows."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "competencies")).date()
        return forget_competencies(session, before=before)


def purge(app: Application, *, now: datetime) -> int:
    """Delete words and files of trainings that ended long ago; how many rows."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "coursework")).date()
        return forget_coursework(session, before=before, now=now)
