"""Taking names and documents out of the register; numbers, dates, results and standing stay.

What verification compares is a keyed digest of the code and the family name: it answers as before
for whoever holds the paper, and names nobody.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, EnrolmentStatus, FileState
from lms.journal.operations import record
from lms.kernel.text import ERASED_NAME
from lms.learning.models import Enrolment
from lms.storage.operations import unwanted

FORGOTTEN_AT_ONCE = 200


def forget_certified(session: Session, person_id: int, *, now: datetime) -> None:
    """Erase the name from all of the person's certificates, with their documents."""
    held = select(Certificate).where(Certificate.person_id == person_id).with_for_update()
    for certificate in session.scalars(held).all():
        _forget_file(session, certificate, now)
        _forget_name(session, certificate, now)
    enrolled = select(Enrolment.id).where(Enrolment.person_id == person_id)
    session.execute(delete(EnrolmentStatus).where(EnrolmentStatus.enrolment_id.in_(enrolled)))


def forget_old_names(session: Session, *, before: datetime, now: datetime) -> int:
    """Erase names from certificates issued before that; how many.

    The document itself stays sealed under the person's key and is theirs as long as their account
    lives; the organisation can open it no more.
    """
    old = (
        select(Certificate)
        .where(
            Certificate.issued_at < before,
            Certificate.name_erased_at.is_(None),
            # A document that still waits to be drawn needs the name.
            Certificate.file_state != FileState.REQUESTED,
        )
        .order_by(Certificate.id)
        .limit(FORGOTTEN_AT_ONCE)
        .with_for_update()
    )
    found = session.scalars(old).all()
    for certificate in found:
        _forget_name(session, certificate, now)
    return len(found)


def _forget_name(session: Session, certificate: Certificate, now: datetime) -> None:
    if certificate.name_erased_at is not None:
        return
    certificate.snapshot = _without_name(certificate.snapshot, certificate.number)
    certificate.name_erased_at = now
    session.flush()
    record(
        session,
        "certification.erase_name",
        now=now,
        actor_id=None,
        subject=("certificate", certificate.public_id),
        about=certificate.person_id,
        organisation_id=certificate.organisation_id,
    )


def _forget_file(session: Session, certificate: Certificate, now: datetime) -> None:
    """The bytes are deleted once this is committed; their hash stays, for whoever holds a copy."""
    name = certificate.file_kept_as or certificate.file_sha256
    if certificate.file_state is FileState.READY and name is not None:
        unwanted(session, name, due_at=now)
    certificate.file_state = FileState.ERASED
    certificate.file_kept_as = certificate.file_key = certificate.code_sealed = None


def _without_name(snapshot: dict[str, Any], number: str) -> dict[str, Any]:
    kept = deepcopy(snapshot)
    kept["document"]["printed_name"] = ERASED_NAME
    issued_on = kept["document"]["issued_on"]
    kept["file_name"] = f"attestation_{issued_on[:7]}_{number.lower()}.pdf"
    return kept
