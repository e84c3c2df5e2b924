"""Letters to be sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class LetterState(StrEnum):
    """Where a letter is."""

    PENDING = "pending"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Letter(Base):
    """One mail. Personal data: address and link, emptied 7 days after sending or giving up."""

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_due", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    to_address: Mapped[str]
    locale: Mapped[str]
    words: Mapped[dict[str, Any]]
    """{"subject": text, "lines": [text, …]}: sentences kept as structure, see operations."""
    link: Mapped[str] = mapped_column(default="")
    """A path inside the site, with its one-time token; emptied once the letter is sent."""
    state: Mapped[LetterState] = mapped_column(choice(LetterState), default=LetterState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
