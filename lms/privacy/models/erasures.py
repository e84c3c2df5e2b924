"""Wishes to be erased, and the list of those who were."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class ErasureState(StrEnum):
    """What became of a wish to be erased."""

    WAITING = "waiting"
    KEPT = "kept"
    """The person changed their mind and kept the account."""
    DONE = "done"


class Erasure(Base):
    """A wish to be erased: it waits for a few days, during which the account is closed.

    Personal data: that the person asked, and when; deleted once it was carried out or taken back
    for as long as the rule `erasures` says.
    """

    __tablename__ = "erasures"
    __table_args__ = (
        Index(
            "uq_erasures_waiting",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_erasures_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[ErasureState] = mapped_column(choice(ErasureState), default=ErasureState.WAITING)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """The mailed link that keeps the account."""
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ErasedPerson(Base):
    """One line of the erasure list, which a restore applies again; never changed nor deleted.

    Personal data: a keyed digest of the person's public id, which names nobody.
    """

    __tablename__ = "erased_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    erased_at: Mapped[datetime]
