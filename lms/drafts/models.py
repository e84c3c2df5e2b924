"""Drafts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class Draft(Base):
    """Text being written by one person, or a form of theirs that came too late (form "kept form").

    Personal data: private text, sealed under its author's key; deleted at its expiry, or with the
    account when it has none (reflections are the person's own and are kept).
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "form", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    form: Mapped[str]
    subject: Mapped[str]
    version: Mapped[int]
    sealed: Mapped[bytes]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
