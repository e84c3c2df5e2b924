"""Housekeeping of learning: forgetting invitations, exchanges and the evidence of those gone."""

from __future__ import annotations

from datetime import datetime

from lms.learning.operations.erasing import forget_evidence, forget_old_exchanges
from lms.learning.operations.invitations import purge_invitations
from lms.retention.queries import kept_for
from lms.web.database import Application, db


def purge(app: Application, *, now: datetime) -> int:
    """Delete invitations that were answered, cancelled or ran out some time ago; how many."""
    with app.app_context(), db.writing() as session:
        return purge_invitations(session, now=now)


def forget_exchanges(app: Application, *, now: datetime) -> int:
    """Delete exchanges, pauses and moved deadlines of trainings that ended long ago; how many."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "exchanges")).date()
        return forget_old_exchanges(session, before=before, now=now)


def forget(app: Application, *, now: datetime) -> int:
    """Delete the steps and attempts of people who were erased long ago; how many rows."""
    with app.app_context(), db.writing() as session:
        before = (now - kept_for(session, "training_evidence")).date()
        return forget_evidence(session, before=before)
