"""Answers in people's own words, sealed: what is typed into a check, open texts, and replies."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Sealed, choice


class TypedAnswer(Base):
    """A short answer, a number or the gaps of a text as they were typed: JSON, sealed.

    Personal data: the person's own words, sealed under their key; deleted with the answers of the
    attempt.
    """

    __tablename__ = "typed_answers"
    __table_args__ = (UniqueConstraint("attempt_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(Sealed)


class Judgement(StrEnum):
    """What a tutor says of an open text."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class OpenAnswer(Base):
    """An open text of a submitted attempt.

    Personal data: private text of the person in training, read by those who accompany them, sealed
    under their key; deleted with the answers of the attempt.
    """

    __tablename__ = "open_answers"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question"),
        Index(
            "ix_open_answers_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sealed: Mapped[bytes] = mapped_column(Sealed)
    read_at: Mapped[datetime | None]


class AnswerReading(Base):
    """What a tutor says of an open text, once.

    Personal data: who read it; the reply is sealed under the key of the person in training;
    deleted with the answers of the attempt.
    """

    __tablename__ = "answer_readings"
    __table_args__ = (UniqueConstraint("open_answer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    open_answer_id: Mapped[int] = mapped_column(ForeignKey("open_answers.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    read_at: Mapped[datetime]
    judgement: Mapped[Judgement] = mapped_column(choice(Judgement))
    sealed: Mapped[bytes] = mapped_column(Sealed)
