"""What the operator changed in the retention rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class RetentionSetting(Base):
    """A rule that the operator shortened, in days. Personal data: none."""

    __tablename__ = "retention_settings"
    __table_args__ = (CheckConstraint("days >= 1", name="days_plausible"),)

    rule: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[int]
    changed_at: Mapped[datetime]
