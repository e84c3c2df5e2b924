"""Looking for the mailbox of a typed address, the same way whether or not it has an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState
from lms.accounts.operations.throttle import Try, count_try


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where to write, in which language; no person and no address when there is no account."""

    wait: int
    """Minutes until tries are taken again; 0: go on."""
    person_id: int | None = None
    email: str = ""
    locale: str = ""


HOLDS = (Person.email_key == bindparam("email_key"), Person.state == PersonState.ACTIVE)
"""The account that signs in with the folded address `email_key`, if it is open."""
ALONG = tuple(
    select(column).where(*HOLDS).scalar_subquery()
    for column in (Person.id, Person.email, Person.locale)
)


def find_mailbox(
    session: Session, one: Try, *, email_key: str, locale: str, now: datetime
) -> Mailbox:
    """Count the try and find the mailbox: one statement, the same for every address."""
    counted = count_try(session, one, now=now, along=ALONG, email_key=email_key)
    person_id, email, spoken = counted.found
    return Mailbox(counted.wait, person_id, email or "", spoken or locale)
