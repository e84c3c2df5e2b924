"""Links by which people join a cohort, and the letters that prove the address of newcomers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class CohortLink(Base):
    """A link by which people join a cohort, until a day and for so many places.

    Personal data: who made it; kept with the cohort.
    """

    __tablename__ = "cohort_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_cohort_links_cohort",
        ),
        CheckConstraint("places BETWEEN 1 AND 500", name="places_plausible"),
        CheckConstraint("taken BETWEEN 0 AND places", name="taken_plausible"),
        Index("ix_cohort_links_list", "cohort_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    cohort_id: Mapped[int]
    organisation_id: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    """How many people joined by it."""
    ends_on: Mapped[date]
    """The last day on which it works, where the organisation is."""
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class JoiningLetter(Base):
    """A mailed link that proves the address of somebody who wishes to join without an account.

    Personal data: name and address as typed; deleted a day after it stops working.
    """

    __tablename__ = "joining_letters"
    __table_args__ = (
        Index("ix_joining_letters_address", "email_key"),
        Index("ix_joining_letters_end", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("cohort_links.id"), index=True)
    email: Mapped[str]
    email_key: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    locale: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
