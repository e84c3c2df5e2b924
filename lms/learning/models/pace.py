"""The pace of a training: pauses, and what moves its deadlines."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class Pause(Base):
    """Days on which a training waits, from `begins_on` to the day before `returns_on`.

    Personal data: dates without a reason; deleted some time after the training's end, or with the
    account. An open row is the last one; it may have run out by itself.
    """

    __tablename__ = "pauses"
    __table_args__ = (
        CheckConstraint("returns_on > begins_on", name="returns_after"),
        CheckConstraint("is_open OR returns_on IS NOT NULL", name="closed_with_a_day"),
        Index("ix_pauses_enrolment", "enrolment_id", "begins_on"),
        Index(
            "uq_pauses_open",
            "enrolment_id",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    begins_on: Mapped[date]
    returns_on: Mapped[date | None]
    """The first day on which the training goes on; None: until the person returns."""
    is_open: Mapped[bool] = mapped_column(default=True)


class ModuleDeadline(Base):
    """By when a cohort plans to have done a module. Personal data: none.

    By its short name, so that somebody on a newer version has the same dates.
    """

    __tablename__ = "module_deadlines"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[date]


class MoveKind(StrEnum):
    """Why a deadline is later than the cohort's."""

    ADJUSTMENT = "adjustment"
    """The person took a quarter more time: nothing to prove, nothing asked."""
    EXTENSION = "extension"
    """A tutor or a manager gave more days."""


class DeadlineMove(Base):
    """More time for one person, as a share of the planned days or as days.

    Personal data: that more time was taken or given, by whom, without a reason; deleted some time
    after the training's end, or with the account.
    """

    __tablename__ = "deadline_moves"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_plausible"),
        CheckConstraint("days BETWEEN 0 AND 1100", name="days_plausible"),
        CheckConstraint("(kind = 'adjustment') = (percent > 0)", name="either_kind"),
        Index("ix_deadline_moves_enrolment", "enrolment_id"),
        Index(
            "uq_deadline_moves_adjustment",
            "enrolment_id",
            unique=True,
            sqlite_where=text("kind = 'adjustment'"),
            postgresql_where=text("kind = 'adjustment'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    kind: Mapped[MoveKind] = mapped_column(choice(MoveKind))
    percent: Mapped[int] = mapped_column(default=0)
    days: Mapped[int] = mapped_column(default=0)
    given_on: Mapped[date]
    given_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
