"""Steps from which somebody is exempted, and exemptions that were withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class Exemption(Base):
    """Somebody who accompanies a training says that a step, or a module, is not needed again.

    Personal data: that somebody was exempted, when and by whom; kept with the steps that they
    completed. The reason and what it rests on are in a room above, sealed.
    """

    __tablename__ = "exemptions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_exemptions_enrolment",
        ),
        UniqueConstraint("id", "enrolment_id"),
        CheckConstraint("given_by <> person_id", name="not_to_oneself"),
        Index("ix_exemptions_enrolment", "enrolment_id", "id"),
        Index("ix_exemptions_person", "person_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enrolment_id: Mapped[int]
    organisation_id: Mapped[int]
    whole_module: Mapped[bool]
    """Every step of a module that was not completed then; else one step."""
    given_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    given_on: Mapped[date]
    given_at: Mapped[datetime]


class ExemptedStep(Base):
    """A step that an exemption is about; no minutes are counted for it.

    Personal data: see `Exemption`, with which it is deleted.
    """

    __tablename__ = "exempted_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["exemption_id", "enrolment_id"],
            ["exemptions.id", "exemptions.enrolment_id"],
            name="fk_exempted_steps_exemption",
        ),
        Index(
            "uq_exempted_steps_in_force",
            "enrolment_id",
            "activity_id",
            unique=True,
            sqlite_where=text("in_force"),
            postgresql_where=text("in_force"),
        ),
    )

    exemption_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    enrolment_id: Mapped[int]
    move_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment_moves.id"), index=True)
    """The move that took it over from an earlier version."""
    in_force: Mapped[bool] = mapped_column(default=True)
    """False once the exemption was withdrawn, which a row of its own says."""


class ExemptionWithdrawal(Base):
    """An exemption was withdrawn, once; what was issued before stays as it was.

    Personal data: see `Exemption`, with which it is deleted.
    """

    __tablename__ = "exemption_withdrawals"

    exemption_id: Mapped[int] = mapped_column(ForeignKey("exemptions.id"), primary_key=True)
    withdrawn_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    withdrawn_on: Mapped[date]
    withdrawn_at: Mapped[datetime]
