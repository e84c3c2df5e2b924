"""Work handed in, its sealed words and files, and what was observed in it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.assessment.models.competencies import Level
from lms.kernel.base import Base, choice


class WorkState(StrEnum):
    """What became of one handing-in."""

    WAITING = "waiting"
    WITHDRAWN = "taken_back"
    """By the person, before anybody opened it."""
    RETURNED = "returned"
    ACCEPTED = "accepted"


class WorkTextKind(StrEnum):
    """Who wrote: the person, or whoever answered."""

    WORDS = "words"
    FEEDBACK = "feedback"


class FileKind(StrEnum):
    """What a file is, recognised by its content."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    ODT = "odt"
    DOCX = "docx"
    TXT = "txt"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"
    WAV = "wav"


class Work(Base):
    """One handing-in of a step: the next one is a row of its own, and none is ever edited.

    Personal data: that somebody handed something in, when, and who answered; deleted with the
    account. Words and files have tables of their own.
    """

    __tablename__ = "works"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_works_enrolment",
        ),
        UniqueConstraint("person_id", "activity_id", "number"),
        Index(
            "uq_works_waiting",
            "person_id",
            "activity_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_works_waiting", "enrolment_id", "state", "handed_in_at"),
        CheckConstraint(
            "(state IN ('returned', 'accepted')) = (answered_at IS NOT NULL)",
            name="answered_has_instant",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enrolment_id: Mapped[int]
    organisation_id: Mapped[int]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    number: Mapped[int]
    state: Mapped[WorkState] = mapped_column(choice(WorkState), default=WorkState.WAITING)
    handed_in_at: Mapped[datetime]
    handed_in_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    """When somebody who accompanies the person first opened it."""
    answered_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)


class WorkText(Base):
    """The words of a work, or the feedback to it.

    Personal data: private text, sealed under the key of the person whose work it is; deleted 12
    months after the end of the training.
    """

    __tablename__ = "work_texts"
    __table_args__ = (UniqueConstraint("work_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id"))
    kind: Mapped[WorkTextKind] = mapped_column(choice(WorkTextKind))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[bytes]


class WorkFile(Base):
    """A file handed in: its bytes are in the store, sealed under a key of their own.

    Personal data: the file, and its name, sealed; deleted 12 months after the end of the training.
    """

    __tablename__ = "work_files"
    __table_args__ = (UniqueConstraint("work_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id"))
    position: Mapped[int]
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    size: Mapped[int]
    """Bytes of the opened file."""
    kept_as: Mapped[str]
    """The name of the sealed bytes in the store."""
    file_key: Mapped[bytes]
    sealed: Mapped[bytes]
    """The name that the file had."""


class Observation(Base):
    """What was seen of one domain of competency in a work, in words of a short list.

    Personal data: how somebody's work was seen; deleted with the levels of competencies.
    """

    __tablename__ = "observations"

    work_id: Mapped[int] = mapped_column(ForeignKey("works.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[Level] = mapped_column(choice(Level))
