"""Housekeeping of learning: forgetting invitations, and the evidence of those erased long ago."""

from __future__ import annotations

from datetime import datetime

from lms.learning.operations.erasing import forget_evidence
from lms.learning.operations.invitations import purge_invitations
from lms.retention.queries import kept_for
from lms.web.database import Application, db


def purge(app: Application, *, now: datetime) -> int:
    """Delete invitations that were answered, cancelled or ran out some time ago; how many."""
    with app.app_context(), db.writing() as session:
        return purge_invitations(session, now=now)


def forget(app: Application, *, now: datetime) -> int:
    """Delete the steps and attempts of people who were erased long ago; how many rows."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "training_evidence")).date()
        return forget_evidence(session, before=before)
