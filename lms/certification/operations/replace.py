"""Replacing a certificate after the person corrected their name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, CertificateState
from lms.certification.operations.entries import Chance, enter, require_as_shown, tell_person
from lms.certification.policies import issues_to_self
from lms.certification.queries import Draft, replacement_of
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceCertificate:
    """`seen` is the digest of the draft that was shown."""

    seen: str


def replace(
    session: Session,
    replaced: Certificate,
    order: ReplaceCertificate,
    *,
    keys: Keys,
    by: int,
    now: datetime,
    today: date,
    chance: Chance,
) -> Certificate:
    """A certificate with a new number and code, the same facts and the corrected name."""
    if issues_to_self(by, replaced.person_id):
        raise RuleBroken("seen", _("Nobody issues a certificate to themselves."))
    if replaced.name_erased_at is not None:
        raise RuleBroken("seen", _("The name was erased: this certificate stays as it is."))
    draft = replacement_of(session, replaced, today=today)
    if draft.paper.printed_name == replaced.snapshot["document"]["printed_name"]:
        raise RuleBroken("seen", _("The person has not corrected their name to print yet."))
    require_as_shown(draft, order.seen)
    if not _close(session, replaced, now):
        raise RuleBroken("seen", _("This certificate was already replaced or withdrawn."))
    entered = enter(
        session,
        keys,
        draft,
        replaced.enrolment_id,
        by=by,
        now=now,
        chance=chance,
        replaces_id=replaced.id,
    )
    if entered is None:
        raise RuleBroken("seen", _("This certificate was already replaced or withdrawn."))
    _tell(session, replaced, entered, draft, by=by, now=now, message_id=chance.message_id)
    return entered


def _close(session: Session, replaced: Certificate, now: datetime) -> bool:
    closed = session.execute(
        update(Certificate)
        .where(Certificate.id == replaced.id, Certificate.state == CertificateState.VALID)
        .values(state=CertificateState.REPLACED, closed_at=now)
    )
    return isinstance(closed, CursorResult) and closed.rowcount == 1


def _tell(
    session: Session,
    replaced: Certificate,
    entered: Certificate,
    draft: Draft,
    *,
    by: int,
    now: datetime,
    message_id: str,
) -> None:
    record(
        session,
        "certification.replace",
        now=now,
        actor_id=by,
        subject=("certificate", entered.public_id),
        about=draft.person.id,
        organisation_id=entered.organisation_id,
        role="manager",
        replaced=replaced.public_id,
    )
    tell_person(session, draft, now=now, message_id=message_id)
