"""The durations that hold today: the operator's where shortened, else the default."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.retention.models import RetentionSetting
from lms.retention.rules import BY_NAME, RULES


def kept_for(session: Session, name: str) -> timedelta:
    """How long this kind of data is kept today; one statement."""
    return timedelta(days=session.scalars(select(days_kept(name))).one())


def days_kept(name: str) -> ColumnElement[int]:
    """The same in days, as a column of another statement."""
    default = BY_NAME[name].days
    # A default that became shorter in a newer version wins over an older setting.
    chosen = select(RetentionSetting.days).where(
        RetentionSetting.rule == name, RetentionSetting.days < default
    )
    return func.coalesce(chosen.scalar_subquery(), default)


def durations(session: Session) -> dict[str, int]:
    """Every rule's days, in the order of the rules; one statement."""
    chosen = dict(session.execute(select(RetentionSetting.rule, RetentionSetting.days)).all())
    return {rule.name: min(rule.days, chosen.get(rule.name, rule.days)) for rule in RULES}
