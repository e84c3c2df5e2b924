"""The journal: one row for each state change and for each reading of a sensitive record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base

UNSEALED = text("sequence IS NULL")


class JournalEntry(Base):
    """One act. Personal data: internal ids of the actor and the subject; kept 3 years at most.

    A trigger refuses to change a row but for its seal, given once; only the purge deletes.
    """

    __tablename__ = "journal_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    organisation_id: Mapped[int | None]
    about_person_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sequence: Mapped[int | None]
    """Its place in the chain, from 1; none until the next seal, a minute later at most."""
    link: Mapped[str | None]
    """SHA-256 over the link before, the sequence and this row, in hexadecimal."""

    __table_args__ = (
        Index("ix_journal_entries_subject", "subject_kind", "subject_id"),
        Index("ix_journal_entries_about", "about_person_id", "action", "actor_id"),
        Index("ix_journal_entries_sequence", "sequence", unique=True),
        Index(
            "ix_journal_entries_unsealed",
            "id",
            sqlite_where=UNSEALED,
            postgresql_where=UNSEALED,
        ),
    )


class JournalCheckpoint(Base):
    """Where a purge moved the beginning of the chain. Personal data: none."""

    __tablename__ = "journal_checkpoints"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The last entry that was purged."""
    link: Mapped[str]
    at: Mapped[datetime]
    signature: Mapped[str]
    """By a key derived from the root key: without it nobody can pretend a purge."""
