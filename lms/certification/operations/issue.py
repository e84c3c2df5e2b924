"""Issuing a certificate: judged again, frozen, numbered, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.certification.models import Certificate
from lms.certification.operations.entries import Chance, enter, require_as_shown, tell_person
from lms.certification.policies import issues_to_self
from lms.certification.queries import draft_of, judgement_of
from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.models import Enrolment
from lms.learning.operations.moves import held_enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate:
    """`seen` is the digest of the draft that was shown: nothing else is ever issued."""

    seen: str


def issue(
    session: Session,
    enrolment: Enrolment,
    order: IssueCertificate,
    *,
    keys: Keys,
    by: int,
    now: datetime,
    today: date,
    chance: Chance,
) -> Certificate:
    """The certificate of an enrolment whose requirements are met at this instant."""
    if issues_to_self(by, enrolment.person_id):
        raise RuleBroken("seen", _("Nobody issues a certificate to themselves."))
    # Held until the end, so that the training does not move to another version meanwhile.
    enrolment = held_enrolment(session, enrolment.id)
    judgement = judgement_of(session, enrolment, now=now)
    if not judgement.proof.met:
        raise RuleBroken("seen", _("The requirements are not met any more."))
    draft = draft_of(session, enrolment, judgement, today=today)
    require_as_shown(draft, order.seen)
    entered = enter(session, keys, draft, enrolment.id, by=by, now=now, chance=chance)
    if entered is None:
        raise RuleBroken("seen", _("This certificate was already issued."))
    _tell(session, entered, draft.person.id, by=by, now=now)
    tell_person(session, draft, now=now, message_id=chance.message_id)
    return entered


def _tell(
    session: Session, entered: Certificate, person_id: int, *, by: int, now: datetime
) -> None:
    record(
        session,
        "certification.issue",
        now=now,
        actor_id=by,
        subject=("certificate", entered.public_id),
        about=person_id,
        organisation_id=entered.organisation_id,
        role="manager",
    )
