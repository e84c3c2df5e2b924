"""The bank: questions that an organisation keeps to take them into checks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMBER = "number"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAPS = "gaps"
    OPEN = "open"
    """Read by a tutor."""


class BankQuestion(Base):
    """A question of an organisation, in one language or in two.

    `sources` holds each language's text as Moodle XML, which loses nothing of any kind.
    Personal data: who changed it last, kept with the question.
    """

    __tablename__ = "bank_questions"
    __table_args__ = (Index("ix_bank_questions_organisation", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    domain: Mapped[str]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    name: Mapped[str]
    folded: Mapped[str]
    sources: Mapped[dict[str, Any]]
    version: Mapped[int]
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    changed_at: Mapped[datetime]
