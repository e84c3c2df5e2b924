"""Entering a certificate in the register: its number, its code, its frozen snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, NumberSeries
from lms.certification.operations.listing import list_again
from lms.certification.queries.drafts import Draft
from lms.certification.queries.verification import CODES, NAMES
from lms.certification.rules.codes import code_from
from lms.certification.rules.naming import name_key, number_of
from lms.kernel.database import dialect_of, insert_into, insert_new
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.outbox.operations import Mail, post
from lms.vault.operations import seal
from lms.vault.rules import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The random parts of a new certificate; `token` becomes its code."""

    public_id: str
    token: str
    message_id: str


def enter(
    session: Session,
    keys: Keys,
    draft: Draft,
    enrolment_id: int,
    *,
    by: int,
    now: datetime,
    chance: Chance,
    replaces_id: int | None = None,
) -> Certificate | None:
    """A new line in the register; None when another request was first."""
    person_id, organisation_id = draft.person.id, draft.organisation.id
    code = code_from(chance.token)
    place = code_place(chance.public_id, person_id, organisation_id)
    entered = insert_new(
        session,
        Certificate,
        public_id=chance.public_id,
        organisation_id=organisation_id,
        enrolment_id=enrolment_id,
        person_id=person_id,
        number=_next_number(session, draft),
        code_hash=keys.digest(CODES, code),
        name_digest=keys.digest(NAMES, code, name_key(draft.asked_name)),
        code_sealed=seal(session, keys, place, code, now=now),
        snapshot=draft.snapshot,
        specimen=draft.organisation.specimen,
        issued_at=now,
        issued_by=by,
        replaces_id=replaces_id,
        next_attempt_at=now,
    )
    if not entered:
        return None
    list_again(session, enrolment_id)
    return session.scalars(
        select(Certificate).where(Certificate.public_id == chance.public_id)
    ).one()


def require_as_shown(draft: Draft, seen: str) -> None:
    """Refuse what was not read, and what no printer could print."""
    if not draft.printable:
        raise RuleBroken("seen", _("The name to print holds a sign that cannot be printed."))
    if draft.digest != seen:
        raise RuleBroken(
            "seen", _("What will be printed has changed meanwhile. Please read it again.")
        )


def code_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where a code stands sealed until its document is drawn."""
    return Place("certificates", public_id, "code", person_id, organisation_id)


def tell_person(session: Session, draft: Draft, *, now: datetime, message_id: str) -> None:
    """A neutral letter: that something waits, never what."""
    write_to(session, draft.person.email, draft.person.locale, now=now, message_id=message_id)


def write_to(
    session: Session, address: str, locale: str, *, now: datetime, message_id: str
) -> None:
    """The same, when only the address is at hand."""
    mail = Mail(
        to_address=address,
        locale=locale,
        subject=_("A document is waiting for you"),
        lines=(_("Something has changed in your documents. Sign in to see it."),),
        link="/certificates",
    )
    post(session, mail, now=now, message_id=message_id)


def _next_number(session: Session, draft: Draft) -> str:
    """The series is raised in place, so two requests never read the same number."""
    year, organisation = draft.paper.issued_on.year, draft.organisation
    insert = insert_into(dialect_of(session), NumberSeries).values(
        organisation_id=organisation.id, year=year, last=1
    )
    raised = insert.on_conflict_do_update(
        index_elements=["organisation_id", "year"], set_={"last": NumberSeries.last + 1}
    )
    rank = session.scalars(raised.returning(NumberSeries.last)).one()
    return number_of(organisation.prefix, year, rank)
