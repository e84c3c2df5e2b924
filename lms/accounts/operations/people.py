"""Making a person's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.rules import full_name
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.folding import fold_address
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatePerson:
    """Names, address and the hash of the chosen password; the given name may be empty."""

    given_name: str
    family_name: str
    email: str
    password_hash: str
    locale: str


def create_person(
    session: Session, order: CreatePerson, *, public_id: str, now: datetime
) -> Person:
    """A new account; the unique address decides when two are made at once."""
    name = full_name(order.given_name, order.family_name)
    made = insert_new(
        session,
        Person,
        public_id=public_id,
        given_name=order.given_name,
        family_name=order.family_name,
        screen_name=name,
        printed_name=name,
        email=order.email,
        email_key=fold_address(order.email),
        password_hash=order.password_hash,
        locale=order.locale,
        theme="",
        text_size="",
        easy_reading=False,
        state="active",
        created_at=now,
    )
    if not made:
        raise RuleBroken("password", _("This address has an account: sign in to accept."))
    person = session.scalars(select(Person).where(Person.public_id == public_id)).one()
    record(
        session,
        "accounts.create_person",
        now=now,
        actor_id=person.id,
        subject=("person", person.public_id),
        about=person.id,
    )
    return person
