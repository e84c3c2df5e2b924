"""The steps around the drawing of a document, each in a small transaction of its own.

A document is claimed by a conditional update, drawn outside any transaction, then sealed, kept
and marked as ready; whoever is killed between two steps leaves it to the next claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, FileState
from lms.certification.operations.entries import code_place
from lms.certification.operations.filing import Kept
from lms.certification.rules.pace import LEASE
from lms.certification.rules.paper import thawed
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.printing.models import CertificateDocument
from lms.vault.operations import open_sealed
from lms.vault.rules import SealBroken


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at one document, held by one worker for as long as the lease."""

    certificate_id: int
    attempt: int


def due(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Certificates whose document is to be drawn now, the longest waiting first."""
    return session.scalars(
        select(Certificate.id)
        .where(Certificate.file_state == FileState.REQUESTED, Certificate.next_attempt_at <= now)
        .order_by(Certificate.next_attempt_at, Certificate.id)
        .limit(limit)
    ).all()


def claim(session: Session, certificate_id: int, *, now: datetime) -> Claim | None:
    """Take one due document; None when another worker has it or it is ready."""
    claimed = session.scalar(
        update(Certificate)
        .where(
            Certificate.id == certificate_id,
            Certificate.file_state == FileState.REQUESTED,
            Certificate.next_attempt_at <= now,
        )
        .values(attempts=Certificate.attempts + 1, next_attempt_at=now + LEASE)
        .returning(Certificate.attempts)
    )
    return None if claimed is None else Claim(certificate_id, claimed)


def document_of(
    session: Session, keys: Keys, claimed: Claim, *, public_url: str
) -> CertificateDocument:
    """Everything to print, the code included; `SealBroken` when its key is gone."""
    held = session.get_one(Certificate, claimed.certificate_id, populate_existing=True)
    place = code_place(held.public_id, held.person_id, held.organisation_id)
    if held.code_sealed is None:
        raise SealBroken
    code = open_sealed(session, keys, place, held.code_sealed)
    return thawed(held.snapshot, held.number, code, public_url)


def finish(session: Session, claimed: Claim, kept: Kept, *, now: datetime) -> bool:
    """The document is on disk: hand it out and forget the code; false when it already was."""
    row = session.execute(
        update(Certificate)
        .where(
            Certificate.id == claimed.certificate_id,
            Certificate.file_state == FileState.REQUESTED,
        )
        .values(
            file_state=FileState.READY,
            file_sha256=kept.sha256,
            file_kept_as=kept.name,
            file_key=kept.key,
            code_sealed=None,
        )
        .returning(Certificate.public_id, Certificate.person_id, Certificate.organisation_id)
    ).one_or_none()
    if row is None:
        return False
    record(
        session,
        "certification.print",
        now=now,
        actor_id=None,
        subject=("certificate", row.public_id),
        about=row.person_id,
        organisation_id=row.organisation_id,
    )
    return True


def put_off(session: Session, claimed: Claim, wait: timedelta, *, now: datetime) -> bool:
    """Try again later, unless another worker took over meanwhile."""
    changed = session.execute(
        update(Certificate)
        .where(
            Certificate.id == claimed.certificate_id,
            Certificate.file_state == FileState.REQUESTED,
            Certificate.attempts == claimed.attempt,
        )
        .values(next_attempt_at=now + wait)
    )
    return isinstance(changed, CursorResult) and changed.rowcount == 1
