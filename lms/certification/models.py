"""Standings against the requirements, certificates and their numbering."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class CertificateState(StrEnum):
    """What verification answers for a certificate."""

    VALID = "valid"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class FileState(StrEnum):
    """Whether the document has been drawn."""

    REQUESTED = "requested"
    READY = "ready"
    ERASED = "erased"
    """Its bytes were deleted with the person's data; what is on paper still verifies."""


class WithdrawalReason(StrEnum):
    """Why a certificate was withdrawn."""

    ERROR = "error"
    FRAUD = "fraud"
    HOLDER = "holder"


class EnrolmentStatus(Base):
    """Counters of one enrolment for lists, settled after its facts changed.

    Personal data: progress in numbers; deleted with the enrolment.
    """

    __tablename__ = "enrolment_statuses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"], ["enrolments.id", "enrolments.organisation_id"]
        ),
        Index("ix_enrolment_statuses_due", "organisation_id", "next_change_at"),
    )

    enrolment_id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int]
    met: Mapped[bool]
    steps_done: Mapped[int]
    steps: Mapped[int]
    training_minutes: Mapped[int]
    supervision_minutes: Mapped[int]
    unanswered_minutes: Mapped[int]
    settled_at: Mapped[datetime]
    next_change_at: Mapped[datetime | None] = mapped_column(index=True)
    """When time alone will change it: a signature left unanswered for 14 days."""


class NumberSeries(Base):
    """The last number given in one organisation and year. Personal data: none."""

    __tablename__ = "number_series"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Certificate(Base):
    """An issued end-of-training statement: a frozen snapshot, a number and a code.

    Personal data: the printed name and results in `snapshot`; the name is erased with the person or
    by the rule `certificate_names`. The code is kept as a keyed hash, the family name as a keyed
    digest: what is on paper verifies without a name. The document is sealed under the person's key.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"], ["enrolments.id", "enrolments.organisation_id"]
        ),
        Index(
            "uq_certificates_valid",
            "enrolment_id",
            unique=True,
            sqlite_where=text("state = 'valid'"),
            postgresql_where=text("state = 'valid'"),
        ),
        Index("ix_certificates_files", "file_state", "next_attempt_at"),
        Index("ix_certificates_register", "organisation_id", "id"),
        Index("ix_certificates_states", "organisation_id", "state", "id"),
        CheckConstraint(
            "file_state = 'erased' OR (file_state = 'ready') = (file_sha256 IS NOT NULL)",
            name="ready_has_file",
        ),
        Index(
            "ix_certificates_unsealed",
            "id",
            sqlite_where=text("file_state = 'ready' AND file_kept_as IS NULL"),
            postgresql_where=text("file_state = 'ready' AND file_kept_as IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int]
    enrolment_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    name_digest: Mapped[str]
    """Keyed digest of (code, folded family name): what the verification page compares."""
    code_sealed: Mapped[bytes | None]
    """The code until the document is drawn; then only the document holds it."""
    snapshot: Mapped[dict[str, Any]]
    name_erased_at: Mapped[datetime | None]
    """When the name left the snapshot; the organisation then keeps number, dates and status."""
    specimen: Mapped[bool]
    state: Mapped[CertificateState] = mapped_column(
        choice(CertificateState), default=CertificateState.VALID
    )
    issued_at: Mapped[datetime]
    issued_by: Mapped[int]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), unique=True)
    closed_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[WithdrawalReason | None] = mapped_column(choice(WithdrawalReason))
    file_state: Mapped[FileState] = mapped_column(choice(FileState), default=FileState.REQUESTED)
    file_sha256: Mapped[str | None]
    """Of the document itself, as whoever holds it can compute."""
    file_kept_as: Mapped[str | None]
    """The name of the sealed bytes in the store; none for documents kept unsealed so far."""
    file_key: Mapped[bytes | None]
    """What opens them, itself sealed under the person's key; see `lms.vault.operations.files`."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
