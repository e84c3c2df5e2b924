"""Wrapped keys of people and of purposes, and the check value of the root key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class RootCheck(Base):
    """Tells which root key is in charge: it wraps what is new. Personal data: none."""

    __tablename__ = "root_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]


class PersonKey(Base):
    """A person's wrapped key. Personal data: the key itself; deleted with the account.

    While the person's texts are sealed again, the key before stays beside the new one.
    """

    __tablename__ = "person_keys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    wrapped: Mapped[bytes]
    previous: Mapped[bytes | None]
    """The wrapped key that is being replaced; none when no text needs it any more."""
    root_check: Mapped[str]
    """The check value of the root key that wrapped this row."""
    created_at: Mapped[datetime]


class PurposeKey(Base):
    """The wrapped key of a purpose that outlives the root key. Personal data: none."""

    __tablename__ = "purpose_keys"

    purpose: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    root_check: Mapped[str]
    """The check value of the root key that wrapped this row."""
    created_at: Mapped[datetime]
