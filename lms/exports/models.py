"""Exports that people asked for, sealed until they are taken."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class ExportState(StrEnum):
    """Where an export is."""

    REQUESTED = "requested"
    READY = "ready"
    FAILED = "failed"


class ExportKind(StrEnum):
    """What a person takes away."""

    EVERYTHING = "everything"
    PORTFOLIO = "portfolio"


class Export(Base):
    """Something of their own that a person takes away: everything, or a portfolio.

    Personal data: that it was asked for, and everything else inside its sealed parts; deleted 24
    hours after it was made. The parts are sealed under a key of their own, which is sealed under
    the person's: without that one, nothing of them opens.
    """

    __tablename__ = "exports"
    __table_args__ = (
        Index(
            "uq_exports_requested",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'requested'"),
            postgresql_where=text("state = 'requested'"),
        ),
        Index("ix_exports_due", "state", "next_attempt_at"),
        CheckConstraint("(state = 'ready') = (expires_at IS NOT NULL)", name="ready_expires"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[ExportKind] = mapped_column(
        choice(ExportKind), default=ExportKind.EVERYTHING, server_default="everything"
    )
    locale: Mapped[str]
    time_zone: Mapped[str]
    state: Mapped[ExportState] = mapped_column(choice(ExportState), default=ExportState.REQUESTED)
    asked_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    downloaded_at: Mapped[datetime | None]
    """When it was last taken."""
    size: Mapped[int] = mapped_column(default=0)
    """Bytes of the opened archive."""
    parts: Mapped[int] = mapped_column(default=0)
    sealed_key: Mapped[bytes | None]


class ExportPart(Base):
    """One sealed piece of an export's archive. Personal data: see `Export`.

    `attempt` keeps apart what a killed worker left behind.
    """

    __tablename__ = "export_parts"

    export_id: Mapped[int] = mapped_column(ForeignKey("exports.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
