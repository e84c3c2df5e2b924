"""Organisations and their sites."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class OrganisationKind(StrEnum):
    """What an organisation is."""

    HOSPITAL = "hospital"
    ASSOCIATION = "association"
    TRAINING_BODY = "training_body"


class Organisation(Base):
    """A hospital, an association or a training body.

    Personal data: the signatory's name and function, public on documents; changed in settings.
    """

    __tablename__ = "organisations"
    __table_args__ = (CheckConstraint("length(prefix) BETWEEN 2 AND 8", name="prefix_short"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    prefix: Mapped[str] = mapped_column(unique=True)
    """Begins the numbers of its certificates: capital letters and digits."""
    nda_number: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    signatory_name: Mapped[str]
    signatory_function: Mapped[str]
    time_zone: Mapped[str]
    territory: Mapped[str] = mapped_column(default="FR")
    specimen: Mapped[bool] = mapped_column(default=False)
    """Fictitious: all its documents are marked as specimens."""
    second_factor_trainees: Mapped[bool] = mapped_column(default=False)
    """Who signs in with a second factor, by the role held here."""
    second_factor_supervisors: Mapped[bool] = mapped_column(default=True)
    second_factor_managers: Mapped[bool] = mapped_column(default=True)
    second_factor_authors: Mapped[bool] = mapped_column(default=True)
    second_factor_trainers: Mapped[bool] = mapped_column(default=True)
    second_factor_tutors: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Site(Base):
    """A place where an organisation works. Personal data: none."""

    __tablename__ = "sites"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        UniqueConstraint("id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
