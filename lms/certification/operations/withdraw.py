"""Withdrawing a certificate: it stays verifiable, as withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.certification.models import Certificate, CertificateState, WithdrawalReason
from lms.certification.operations.entries import write_to
from lms.certification.operations.listing import list_again
from lms.journal.operations import record
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCertificate:
    """The class of the reason; no words, since words would tell of the person."""

    reason: WithdrawalReason


def withdraw(
    session: Session,
    certificate: Certificate,
    order: WithdrawCertificate,
    *,
    by: int,
    now: datetime,
    message_id: str,
) -> None:
    """From now on verification says that it was withdrawn."""
    closed = session.execute(
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.state == CertificateState.VALID)
        .values(state=CertificateState.WITHDRAWN, closed_at=now, withdrawal_reason=order.reason)
    )
    if not isinstance(closed, CursorResult) or closed.rowcount != 1:
        raise RuleBroken("reason", _("This certificate was already replaced or withdrawn."))
    list_again(session, certificate.enrolment_id)
    record(
        session,
        "certification.withdraw",
        now=now,
        actor_id=by,
        subject=("certificate", certificate.public_id),
        about=certificate.person_id,
        organisation_id=certificate.organisation_id,
        role="manager",
        reason=order.reason.value,
    )
    address, locale = session.execute(
        select(Person.email, Person.locale).where(Person.id == certificate.person_id)
    ).one()
    write_to(session, address, locale, now=now, message_id=message_id)
