"""Erasing a person in every room, in one transaction; what stays names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import AddressChange, Person, PersonState
from lms.accounts.operations.erasing import empty_account
from lms.assessment.operations.erasing import forget_assessment
from lms.certification.operations.erasing import forget_certified
from lms.drafts.operations.erasing import forget_drafts
from lms.exports.operations import forget_exports
from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.learning.operations.erasing import forget_training
from lms.outbox.operations import forget_address
from lms.portfolio.operations.erasing import forget_portfolio
from lms.privacy.models import ErasedPerson
from lms.privacy.rules.erasures import Line, person_digest
from lms.supervision.operations.erasing import forget_supervision
from lms.vault.operations.files import forget_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """When it happens, and the random words that take the address's place."""

    token: str
    today: date
    now: datetime


def erase_person(session: Session, keys: Keys, person_id: int, how: Erasing) -> Line | None:
    """Erase somebody for good; the line to append to the list before the commit.

    None when they were erased already. Each room deletes its own; the key goes last but for the
    account, so that whatever a room forgot could not be read any more.
    """
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()
    if person.state is PersonState.ERASED:
        return None
    today, now = how.today, how.now
    _forget_letters(session, person)
    forget_training(session, person_id, person.email_key, today=today, now=now)
    forget_assessment(session, person_id, now=now)
    forget_portfolio(session, person_id, now=now)
    forget_supervision(session, keys, person_id, today=today, now=now)
    forget_certified(session, person_id, now=now)
    forget_drafts(session, person_id)
    forget_exports(session, person_id)
    forget_key(session, person_id)
    line = Line(person_digest(keys, person.public_id), now)
    empty_account(session, person_id, token=how.token, today=today, now=now)
    insert_new(session, ErasedPerson, digest=line.person, erased_at=now)
    return line


def _forget_letters(session: Session, person: Person) -> None:
    wished = select(AddressChange.email).where(AddressChange.person_id == person.id)
    for address in {person.email, *session.scalars(wished)}:
        forget_address(session, address)
