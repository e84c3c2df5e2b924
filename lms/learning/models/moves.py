"""Trainings that went on with a newer version of their programme."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class EnrolmentMove(Base):
    """An enrolment left a version for a newer one; each is left once, nothing is ever rewritten.

    Personal data: when a person's training changed; kept with the enrolment.
    """

    __tablename__ = "enrolment_moves"
    __table_args__ = (UniqueConstraint("enrolment_id", "from_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    from_version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"))
    own_choice: Mapped[bool]
    """The person's own, else their organisation's; the journal knows who."""
    moved_on: Mapped[date]
    moved_at: Mapped[datetime]


class CarriedStep(Base):
    """A completion that counts for a step because the person had done the one before it.

    Personal data: see `Completion`, beside which it stands and with which it is deleted.
    """

    __tablename__ = "carried_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "activity_id"], ["completions.person_id", "completions.activity_id"]
        ),
        Index("ix_carried_steps_move", "move_id"),
    )

    person_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("enrolment_moves.id"))
    from_activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    text_changed: Mapped[bool]
    """What the step says is no longer what the person worked through."""
