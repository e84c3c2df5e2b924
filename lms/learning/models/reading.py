"""Where somebody reads, and what readers say of passages to the authors of a programme."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Sealed, choice


class ReadingPlace(Base):
    """The step that a person had before their eyes on one device, and the passage of it.

    Personal data: what was read last, seen by the person alone; each place takes the place of the
    one before, the last goes after a year, or with the device or the account.
    """

    __tablename__ = "reading_places"

    device_id: Mapped[int] = mapped_column(
        ForeignKey("known_devices.id", ondelete="CASCADE"), primary_key=True
    )
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    passage: Mapped[int]
    """The number of the passage in the text of the step; 0 at its beginning."""
    kept_at: Mapped[datetime]
    """Tells which device was used last; no page shows it."""


class CommentState(StrEnum):
    """What the authors did with a comment."""

    OPEN = "open"
    ANSWERED = "answered"
    TAKEN = "taken"
    """It will be taken into account in the next version."""
    SET_ASIDE = "set_aside"
    """It is not about the text, or not for the authors: nothing of it is shown or kept up."""


class PassageComment(Base):
    """What a reader says of a passage to the authors of their organisation.

    Personal data: the reader's own words, sealed under their key; the authors read them, with the
    name only where the reader wished so. Deleted when it is withdrawn, two years after it was
    written, or with the account.
    """

    __tablename__ = "passage_comments"
    __table_args__ = (
        CheckConstraint("passage >= 0", name="passage_counted"),
        Index("ix_passage_comments_waiting", "organisation_id", "state", "id"),
        Index("ix_passage_comments_mine", "person_id", "activity_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    locale: Mapped[str]
    passage: Mapped[int]
    """The number of the passage in the text of that locale; 0 is the step as a whole."""
    named: Mapped[bool]
    """Whether the authors see who wrote it."""
    state: Mapped[CommentState] = mapped_column(choice(CommentState), default=CommentState.OPEN)
    sealed: Mapped[bytes] = mapped_column(Sealed)
    written_at: Mapped[datetime]


class PassageAnswer(Base):
    """What authors answer to a comment, kept with the version and shown to its readers.

    Personal data: which author wrote it; the words stay with the version, without the comment.
    """

    __tablename__ = "passage_answers"
    __table_args__ = (Index("ix_passage_answers_shown", "activity_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("passage_comments.id"), unique=True)
    """None once the reader withdrew the comment."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    locale: Mapped[str]
    passage: Mapped[int]
    words: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answered_at: Mapped[datetime]
    hidden_at: Mapped[datetime | None]
