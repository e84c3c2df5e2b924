"""Why somebody is exempted, what it rests on, and why an exemption was withdrawn: sealed."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.assessment.models.work import FileKind
from lms.kernel.base import Base, Sealed, choice


class ExemptionTextKind(StrEnum):
    """What a text says."""

    REASON = "reason"
    EVIDENCE = "evidence"
    WITHDRAWAL = "withdrawal"


class ExemptionText(Base):
    """A text of an exemption.

    Personal data: private text about the person exempted, sealed under their key; deleted with
    their account, and 12 months after the end of the training.
    """

    __tablename__ = "exemption_texts"
    __table_args__ = (UniqueConstraint("exemption_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    exemption_id: Mapped[int] = mapped_column(ForeignKey("exemptions.id"))
    kind: Mapped[ExemptionTextKind] = mapped_column(choice(ExemptionTextKind))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(Sealed)


class ExemptionFile(Base):
    """A file that shows what an exemption rests on; its bytes are in the store, sealed.

    Personal data: the file, and its name, sealed; deleted as `ExemptionText`.
    """

    __tablename__ = "exemption_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    exemption_id: Mapped[int] = mapped_column(ForeignKey("exemptions.id"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    size: Mapped[int]
    """Bytes of the opened file."""
    kept_as: Mapped[str]
    """The name of the sealed bytes in the store."""
    file_key: Mapped[bytes]
    sealed: Mapped[bytes] = mapped_column(Sealed)
    """The name that the file had."""
