"""Group sessions, their half-days, who leads them, and the marks of a signature sheet."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Sealed, choice


class SessionState(StrEnum):
    """Whether a group session takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class MarkKind(StrEnum):
    """What a line of the sheet says."""

    PRESENT = "present"
    ABSENT_TOLD = "absent_told"
    """Away, and said so before."""
    ABSENT = "absent"
    TAKEN_BACK = "taken_back"
    """The line before says something wrong: nothing is said any more."""


class SignedOn(StrEnum):
    """On whose device a mark was made."""

    OWN = "own"
    PASSED = "passed"
    """On the trainer's telephone, which went round."""
    SHEET = "sheet"
    """Written on the sheet by whoever leads the session: absences only."""


class LateReason(StrEnum):
    """Why somebody signs after the time; closed words, so that nothing private is written."""

    FORGOT = "forgot"
    NO_NETWORK = "no_network"
    NO_DEVICE = "no_device"
    OTHER = "other"


class GroupSession(Base):
    """A meeting of a cohort, of one or two half-days. Personal data: none of its own."""

    __tablename__ = "group_sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_group_sessions_cohort",
        ),
        UniqueConstraint("id", "organisation_id"),
        CheckConstraint(
            "capacity IS NULL OR capacity BETWEEN 1 AND 500", name="capacity_plausible"
        ),
        Index("ix_group_sessions_cohort", "cohort_id", "first_at", "id"),
        Index("ix_group_sessions_organisation", "organisation_id", "first_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int]
    cohort_id: Mapped[int]
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"))
    series: Mapped[str | None]
    """Sessions that were planned in one act have the same words here."""
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    make_up: Mapped[bool] = mapped_column(default=False)
    """For people who missed another session: it adds nothing to what is planned."""
    state: Mapped[SessionState] = mapped_column(choice(SessionState), default=SessionState.PLANNED)
    first_at: Mapped[datetime]
    """When its first half-day begins: lists go by it."""
    changes: Mapped[int] = mapped_column(default=0)
    """How often people were told of a change: each letter is then sent once."""


class HalfDay(Base):
    """Half a day of a session, which people sign for. Personal data: none of its own."""

    __tablename__ = "half_days"
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_session_id", "organisation_id"],
            ["group_sessions.id", "group_sessions.organisation_id"],
            name="fk_half_days_session",
        ),
        UniqueConstraint("group_session_id", "number"),
        CheckConstraint("number IN (1, 2)", name="one_or_two"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    group_session_id: Mapped[int]
    organisation_id: Mapped[int]
    number: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class SessionTrainer(Base):
    """Who leads a session. Personal data: that the person leads it; kept with the session."""

    __tablename__ = "session_trainers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_session_id", "organisation_id"],
            ["group_sessions.id", "group_sessions.organisation_id"],
            name="fk_session_trainers_session",
        ),
        Index("ix_session_trainers_person", "person_id", "group_session_id"),
    )

    group_session_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    organisation_id: Mapped[int]


class AttendanceMark(Base):
    """One line of a signature sheet; never changed: a correction is a line with the next number.

    Personal data: who was where and when; kept as evidence of training, see `training_evidence`.
    """

    __tablename__ = "attendance_marks"
    __table_args__ = (
        UniqueConstraint("half_day_id", "person_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 50", name="number_plausible"),
        CheckConstraint("late = (late_reason IS NOT NULL)", name="late_has_reason"),
        Index("ix_attendance_marks_person", "person_id", "half_day_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    half_day_id: Mapped[int] = mapped_column(ForeignKey("half_days.id"))
    organisation_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    leads: Mapped[bool]
    """Whether the person signs as the one who leads the session."""
    kind: Mapped[MarkKind] = mapped_column(choice(MarkKind))
    signed_on: Mapped[SignedOn] = mapped_column(choice(SignedOn))
    late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[LateReason | None] = mapped_column(choice(LateReason))
    marked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    facts: Mapped[dict[str, Any]]
    """What was on the page when it was signed: ids, days and hours."""
    digest: Mapped[str]
    """SHA-256 of the facts; the journal, which is chained, repeats it."""
    marked_at: Mapped[datetime]


class PaperKind(StrEnum):
    """What a printed sheet is for."""

    BLANK = "blank"
    """To be signed by hand."""
    SIGNED = "signed"


class PaperState(StrEnum):
    """Whether it was drawn."""

    REQUESTED = "requested"
    READY = "ready"


class SheetPaper(Base):
    """A signature sheet as a document, frozen when it was asked for; a correction is a new one.

    Personal data: names and who was there, sealed under the key of the purpose "signature sheets";
    kept as evidence of training, see `training_evidence`, and then deleted whole.
    """

    __tablename__ = "sheet_papers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_session_id", "organisation_id"],
            ["group_sessions.id", "group_sessions.organisation_id"],
            name="fk_sheet_papers_session",
        ),
        UniqueConstraint("group_session_id", "kind", "number"),
        CheckConstraint("number BETWEEN 1 AND 500", name="number_plausible"),
        CheckConstraint(
            "(state = 'ready') = (file_kept_as IS NOT NULL AND file_sha256 IS NOT NULL)",
            name="ready_has_file",
        ),
        CheckConstraint("(state = 'ready') = (facts_sealed IS NULL)", name="facts_until_drawn"),
        Index("ix_sheet_papers_due", "state", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int]
    group_session_id: Mapped[int]
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    number: Mapped[int]
    digest: Mapped[str]
    """SHA-256 of all that is printed, but for version and day: equal facts need no new paper."""
    facts_sealed: Mapped[bytes | None] = mapped_column(Sealed)
    """What is to be printed, until it is drawn; then only the document holds it."""
    state: Mapped[PaperState] = mapped_column(choice(PaperState), default=PaperState.REQUESTED)
    file_sha256: Mapped[str | None]
    file_kept_as: Mapped[str | None]
    """The name of the sealed bytes in the store."""
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
