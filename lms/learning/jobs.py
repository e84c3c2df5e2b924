"""Housekeeping of learning: forgetting invitations a month after their end."""

from __future__ import annotations

from datetime import datetime

from lms.learning.operations.invitations import purge_invitations
from lms.web.database import Application, db


def purge(app: Application, *, now: datetime) -> int:
    """Delete invitations that were answered, cancelled or ran out a month ago; how many."""
    with app.app_context(), db.writing() as session:
        return purge_invitations(session, now=now)
