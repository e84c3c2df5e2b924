"""What a person in training and their tutors write to each other, and when somebody was met."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Sealed, choice


class Side(StrEnum):
    """Who wrote a message."""

    TRAINEE = "trainee"
    TUTOR = "tutor"


class ContactKind(StrEnum):
    """What a tutor did towards a person."""

    ANSWER = "answer"
    MESSAGE = "message"
    NOTHING_TO_ANSWER = "nothing_to_answer"
    SPOKE = "spoke"
    """By telephone, by video or face to face: the person was heard."""
    TRIED = "tried"
    """A call that nobody answered."""


class TutorMessage(Base):
    """One message of the thread between a person in training and their tutors; never edited.

    Personal data: the person's own words and the tutors', sealed under the person's key; deleted
    some time after the training's end, or with the account.
    """

    __tablename__ = "tutor_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_tutor_messages_enrolment",
        ),
        CheckConstraint("side = 'trainee' OR due_on IS NULL", name="due_from_tutors"),
        Index("ix_tutor_messages_thread", "enrolment_id", "id"),
        Index("ix_tutor_messages_waiting", "enrolment_id", "side", "answered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int]
    organisation_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    sealed: Mapped[bytes] = mapped_column(Sealed)
    sent_at: Mapped[datetime]
    sent_on: Mapped[date]
    due_on: Mapped[date | None]
    """The day by which tutors said that they answer."""
    answered_on: Mapped[date | None]
    opened_at: Mapped[datetime | None]
    """When the other side first opened it."""


class TutorContact(Base):
    """That a tutor answered, wrote or called, without a word of what was said.

    Personal data: two people and days; evidence of accompaniment, see the rule `contacts`.
    """

    __tablename__ = "tutor_contacts"
    __table_args__ = (Index("ix_tutor_contacts_enrolment", "enrolment_id", "made_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    tutor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[ContactKind] = mapped_column(choice(ContactKind))
    made_on: Mapped[date]
    asked_on: Mapped[date | None]
    """The day of the oldest message that it answers."""
    due_on: Mapped[date | None]
    """The day by which that one was to be answered."""
