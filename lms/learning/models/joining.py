"""Joining a cohort: links, requests, and the letters that prove the address of newcomers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Sealed, choice


class RequestState(StrEnum):
    """What became of a request to join."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


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
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_links.id"), index=True)
    """None for somebody who wishes to ask a manager."""
    email: Mapped[str]
    email_key: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    locale: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class JoinRequest(Base):
    """Somebody with an account asks to join a cohort that takes requests.

    Personal data: who asks where, and their words, sealed under their key; deleted 90 days after
    the end, or after as long without an answer, or with the account.
    """

    __tablename__ = "join_requests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["cohort_id", "organisation_id"],
            ["cohorts.id", "cohorts.organisation_id"],
            name="fk_join_requests_cohort",
        ),
        Index("ix_join_requests_list", "organisation_id", "state", "asked_at", "id"),
        Index("ix_join_requests_person", "person_id", "state"),
        Index(
            "uq_join_requests_pending",
            "cohort_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    cohort_id: Mapped[int]
    organisation_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    leaves_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"), index=True)
    """The training elsewhere that the person wishes to continue here; None for most."""
    sealed: Mapped[bytes | None] = mapped_column(Sealed)
    """None where nothing was written."""
    state: Mapped[RequestState] = mapped_column(choice(RequestState), default=RequestState.PENDING)
    asked_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    closed_at: Mapped[datetime | None]
