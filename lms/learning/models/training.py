"""Enrolments, completed steps and attempts at checks."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, SomeDocument, choice


class EnrolmentState(StrEnum):
    """Whether a person is in training."""

    ACTIVE = "active"
    ENDED = "ended"


class TrainingOffer(Base):
    """The version, and maybe the cohort, that an invitation offers. Personal data: none of its
    own."""

    __tablename__ = "training_offers"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))


class ReviewResponsibility(Base):
    """An organisation offers a version whose reviews are not complete. Personal data: who said so,
    kept as long as the version may be offered."""

    __tablename__ = "review_responsibilities"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    taken_at: Mapped[datetime]


class Enrolment(Base):
    """A person in training under one organisation, on one version to the end.

    Personal data: that the person trains as a peer helper; kept with the certificates' register.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["membership_id", "organisation_id", "person_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
        ),
        ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_enrolments_cohort",
        ),
        UniqueConstraint("membership_id", "version_id"),
        UniqueConstraint("id", "organisation_id"),
        Index("ix_enrolments_person", "person_id", "state"),
        Index("ix_enrolments_cohort", "cohort_id", "state"),
        Index(
            "ix_enrolments_unsettled",
            "organisation_id",
            "facts_changed_at",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    membership_id: Mapped[int]
    organisation_id: Mapped[int]
    person_id: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"))
    cohort_id: Mapped[int | None]
    """None for somebody who trains on their own."""
    state: Mapped[EnrolmentState] = mapped_column(
        choice(EnrolmentState), default=EnrolmentState.ACTIVE
    )
    enrolled_on: Mapped[date]
    ended_on: Mapped[date | None]
    facts_changed_at: Mapped[datetime]
    """When a fact that requirements count last changed; certification settles after it."""


class Completion(Base):
    """A step completed, once. Personal data: the person's progress; kept with the enrolment.

    `minutes` is the version's planned length on that day, never connection time.
    """

    __tablename__ = "completions"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    minutes: Mapped[int]
    completed_at: Mapped[datetime]
    completed_on: Mapped[date]


class Attempt(Base):
    """One attempt at a check; frozen once submitted.

    Personal data: the person's result; answers are deleted 12 months after the certificate.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("person_id", "activity_id", "number"),
        Index(
            "uq_attempts_open",
            "person_id",
            "activity_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        CheckConstraint("right_answers BETWEEN 0 AND questions", name="right_plausible"),
        CheckConstraint("part_top BETWEEN 0 AND part_bottom - 1", name="part_plausible"),
        CheckConstraint("waiting BETWEEN 0 AND questions", name="waiting_plausible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    number: Mapped[int]
    questions: Mapped[int]
    right_answers: Mapped[int] = mapped_column(default=0)
    """The whole part of the result; `part_top` / `part_bottom` is what comes on top, exactly."""
    part_top: Mapped[int] = mapped_column(default=0, server_default="0")
    part_bottom: Mapped[int] = mapped_column(default=1, server_default="1")
    waiting: Mapped[int] = mapped_column(default=0, server_default="0")
    """Open texts that a tutor has not read yet: until then the result is not complete."""
    drawn: Mapped[list[dict[str, Any]] | None] = mapped_column(SomeDocument)
    """Which questions were asked, in which order, laid out how; None asks all as written."""
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    """The civil date where the person was: documents show days, never a time of day."""


class Answer(Base):
    """What was answered to one question. Personal data: see `Attempt`.

    A plain choice is its id; other answers are in `response`, what was typed in `TypedAnswer`, open
    texts in `OpenAnswer`. A share is kept with the marking of an attempt, but for plain choices:
    those are right or not.
    """

    __tablename__ = "answers"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
    response: Mapped[Any | None] = mapped_column(SomeDocument)
    share_top: Mapped[int | None]
    share_bottom: Mapped[int | None]
    answered_at: Mapped[datetime]
