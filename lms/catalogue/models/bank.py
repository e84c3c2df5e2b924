"""The bank: questions that an organisation keeps to take them into checks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.kernel.base import Base, choice


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
