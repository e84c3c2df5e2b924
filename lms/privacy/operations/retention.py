"""Changing a retention rule, journaled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.retention.operations import shorten


def change_retention(session: Session, rule: str, days: int, *, now: datetime) -> None:
    """Shorten a rule, or bring it back up to its default; `RuleBroken` beyond it."""
    shorten(session, rule, days, now=now)
    subject = ("retention_rule", rule)
    record(session, "privacy.change_retention", now=now, actor_id=None, subject=subject, days=days)
