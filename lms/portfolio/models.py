"""What somebody chose for their portfolio, in their order, and the files that they added."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.assessment.models import FileKind
from lms.kernel.base import Base, choice


class PieceKind(StrEnum):
    """What a piece shows."""

    INTRODUCTION = "introduction"
    OWN = "own"
    """A piece that the person wrote for the portfolio itself."""
    MODULE = "module"
    CHECK = "check"
    WORK = "work"
    FEEDBACK = "feedback"
    REFLECTION = "reflection"
    COMPETENCY = "competency"
    CERTIFICATE = "certificate"
    HOURS = "hours"


class PortfolioPiece(Base):
    """Something that a person put into their portfolio, or took out of it and may bring back.

    Personal data: what somebody chose to show of themselves; deleted with the account. The words of
    own pieces are drafts (form "portfolio"), sealed; all others are read where they are kept.
    """

    __tablename__ = "portfolio_pieces"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject"),
        Index("ix_portfolio_pieces_order", "person_id", "position"),
        CheckConstraint("position >= 1", name="position_plausible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[PieceKind] = mapped_column(choice(PieceKind))
    subject: Mapped[str]
    """Which step, work, domain or certificate; of an own piece its public id."""
    position: Mapped[int]
    put_in_at: Mapped[datetime]
    taken_out_at: Mapped[datetime | None]


class PortfolioFile(Base):
    """The file of an own piece: its bytes are in the store, sealed under a key of their own.

    Personal data: the file, and its name, sealed; deleted with its piece or with the account.
    """

    __tablename__ = "portfolio_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("portfolio_pieces.id"), unique=True)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    size: Mapped[int]
    """Bytes of the opened file."""
    kept_as: Mapped[str]
    """The name of the sealed bytes in the store."""
    file_key: Mapped[bytes]
    sealed: Mapped[bytes]
    """The name that the file had."""
