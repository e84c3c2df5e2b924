"""What the worker does for learning: forget invitations 30 days after their end."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete, func, select

from lms.accounts.models import Invitation
from lms.accounts.operations.invitations import forget_invitations
from lms.learning.models import TrainingOffer
from lms.web.database import db

KEPT_FOR = timedelta(days=30)


def purge_invitations(app: Flask, *, now: datetime) -> int:
    """Delete invitations, and what they offered, 30 days after they were closed or ran out."""
    ended_at = func.coalesce(Invitation.closed_at, Invitation.expires_at)
    old = select(Invitation.id).where(ended_at < now - KEPT_FOR)
    with app.app_context(), db.writing() as session:
        session.execute(delete(TrainingOffer).where(TrainingOffer.invitation_id.in_(old)))
        return forget_invitations(session, ended_before=now - KEPT_FOR)
