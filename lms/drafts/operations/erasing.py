"""Forgetting everything that one person was writing."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.drafts.models import Draft


def forget_drafts(session: Session, person_id: int) -> None:
    """Delete the person's drafts, reflections and kept forms."""
    session.execute(delete(Draft).where(Draft.person_id == person_id))
