"""Drafts of programmes: files in the curriculum's format, changed until they are published."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class DraftState(StrEnum):
    """What becomes of a draft."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    DROPPED = "dropped"


LIVING = (DraftState.DRAFT, DraftState.IN_REVIEW, DraftState.APPROVED)
ALIVE = text("state IN ('draft', 'in_review', 'approved')")


class Verdict(StrEnum):
    """What the second person said."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"


class ProgrammeDraft(Base):
    """The next version of an organisation's programme, while authors write it; one at a time.

    `revision` counts its changes; `undo` is what the last change of structure replaced, or empty.
    Personal data: who began it and who sent it for review, kept with the draft.
    """

    __tablename__ = "programme_drafts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "organisation_id"], ["programmes.id", "programmes.organisation_id"]
        ),
        CheckConstraint(
            "state NOT IN ('in_review', 'approved') OR sent_by IS NOT NULL", name="sent_by_somebody"
        ),
        Index(
            "uq_programme_drafts_living",
            "programme_id",
            unique=True,
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        ),
        Index("ix_programme_drafts_organisation", "organisation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int]
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_versions.id"))
    """The published version that it began from."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_versions.id"))
    """The version that it became."""
    state: Mapped[DraftState] = mapped_column(choice(DraftState))
    revision: Mapped[int]
    undo: Mapped[dict[str, Any]]
    started_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    sent_at: Mapped[datetime | None]


class DraftFile(Base):
    """One file of a draft. `version` is the draft's revision that wrote it: no two texts share one.

    Personal data: who changed it last; names of authors and reviewers, to be published.
    """

    __tablename__ = "programme_draft_files"

    draft_id: Mapped[int] = mapped_column(ForeignKey("programme_drafts.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int]
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    changed_at: Mapped[datetime]


class DraftReview(Base):
    """What a second person said of a draft that was read whole, and at which revision.

    Personal data: who reviewed, and their words for the authors, kept with the draft.
    """

    __tablename__ = "draft_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("programme_drafts.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    words: Mapped[str]
    revision: Mapped[int]
    decided_at: Mapped[datetime]
