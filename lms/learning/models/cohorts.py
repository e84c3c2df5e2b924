"""Cohorts: people who follow a programme together, and who accompanies them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.actor import Role
from lms.kernel.base import Base, choice


class CohortState(StrEnum):
    """Whether people may still join a cohort."""

    OPEN = "open"
    CLOSED = "closed"


class Cohort(Base):
    """People of one organisation who follow a version between two dates. Personal data: none."""

    __tablename__ = "cohorts"
    __table_args__ = (
        UniqueConstraint("id", "organisation_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "capacity IS NULL OR capacity BETWEEN 1 AND 500", name="capacity_plausible"
        ),
        CheckConstraint("answer_days BETWEEN 1 AND 20", name="answer_days_plausible"),
        Index("ix_cohorts_list", "organisation_id", "state", "starts_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"))
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    deadline: Mapped[date | None]
    """The day by which steps are to be done; pauses and adjustments shift it for each person."""
    capacity: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="")
    answer_days: Mapped[int] = mapped_column(default=2)
    """Within how many working days a tutor answers."""
    state: Mapped[CohortState] = mapped_column(choice(CohortState), default=CohortState.OPEN)
    takes_requests: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether people may ask to join by themselves."""
    created_at: Mapped[datetime]


class CohortStaff(Base):
    """Who accompanies a cohort, as trainer or as tutor, between two dates.

    Personal data: that the person accompanies; kept with the cohort.
    """

    __tablename__ = "cohort_staff"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_cohort_staff_cohort",
        ),
        ForeignKeyConstraint(
            ["membership_id", "organisation_id", "person_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name="fk_cohort_staff_membership",
        ),
        CheckConstraint("role IN ('trainer', 'tutor')", name="accompanies"),
        Index("ix_cohort_staff_cohort", "cohort_id", "ended_on"),
        Index("ix_cohort_staff_person", "person_id", "ended_on"),
        Index(
            "uq_cohort_staff_living",
            "cohort_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    cohort_id: Mapped[int]
    organisation_id: Mapped[int]
    membership_id: Mapped[int]
    person_id: Mapped[int]
    role: Mapped[Role] = mapped_column(choice(Role))
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
