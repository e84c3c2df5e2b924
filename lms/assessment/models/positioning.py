"""How somebody placed themselves before and after the programme: two pictures that stay."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.assessment.models.competencies import Level
from lms.kernel.base import Base, Sealed, choice


class Moment(StrEnum):
    """When somebody places themselves."""

    BEFORE = "before"
    AFTER = "after"


class Positioning(Base):
    """A picture of the person's own assessment at one moment; there is one of each, for good.

    Personal data: that and when somebody placed themselves; deleted with the account.
    """

    __tablename__ = "positionings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name="fk_positionings_enrolment",
        ),
        UniqueConstraint("enrolment_id", "moment"),
        Index("ix_positionings_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enrolment_id: Mapped[int]
    organisation_id: Mapped[int]
    moment: Mapped[Moment] = mapped_column(choice(Moment))
    shared: Mapped[bool]
    """Whether those who accompany the training may read it: the person's own choice."""
    done_on: Mapped[date]
    done_at: Mapped[datetime]


class PositioningLevel(Base):
    """One domain of a picture, in words of a short list.

    Personal data: how somebody sees their own competencies; deleted with the account.
    """

    __tablename__ = "positioning_levels"

    positioning_id: Mapped[int] = mapped_column(ForeignKey("positionings.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[Level] = mapped_column(choice(Level))


class PositioningText(Base):
    """The person's own words about one domain of a picture.

    Personal data: private text, sealed under their key; deleted with the account, and 12 months
    after the end of the training.
    """

    __tablename__ = "positioning_texts"
    __table_args__ = (UniqueConstraint("positioning_id", "domain"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    positioning_id: Mapped[int] = mapped_column(ForeignKey("positionings.id"))
    domain: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(Sealed)
