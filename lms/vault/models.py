"""Wrapped keys of people, and the check value of the root key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base


class RootCheck(Base):
    """Proves that the root key is the one that wrapped the keys. Personal data: none."""

    __tablename__ = "root_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]


class PersonKey(Base):
    """A person's wrapped key. Personal data: the key itself; deleted with the account."""

    __tablename__ = "person_keys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    wrapped: Mapped[bytes]
    created_at: Mapped[datetime]
