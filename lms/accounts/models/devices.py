"""Mailed links that sign in, and the devices on which people were seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class SignInLink(Base):
    """A mailed link that signs in once, instead of the password.

    Personal data: the page that was asked for before, as its address; deleted after a day.
    """

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    back: Mapped[str]
    """The page of this site to go to afterwards; empty for home."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class KnownDevice(Base):
    """A browser on which the person has signed in before, so that another one is told by mail.

    Personal data: its family ("Firefox, Android") and two instants; deleted 12 months after the
    last sign-in on it. The hash is of a random cookie and the person: two people's rows of one
    browser cannot be put together.
    """

    __tablename__ = "known_devices"
    __table_args__ = (UniqueConstraint("person_id", "device_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    device_hash: Mapped[str]
    family: Mapped[str]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
