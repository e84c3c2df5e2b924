"""Changing a mail address: confirmed at the new one, then at the old one or after 72 hours.

Only the person changes it. Whether somebody else has the wished address is told to its mailbox
alone. The database decides every race: one open wish for each person, one account for each address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts.models import AddressChange, Person, PersonState
from lms.accounts.operations import address_letters as letters
from lms.accounts.operations.passwords import void_mailed_links
from lms.accounts.operations.sign_ins import end_sign_ins
from lms.accounts.rules import ADDRESS_CHANGE_AFTER
from lms.journal.operations import record
from lms.kernel.database import insert_new
from lms.kernel.folding import fold_address
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Chance, passed in: a token for each mailbox."""

    new_token: str
    old_token: str


def ask_address_change(
    session: Session, person_id: int, email: str, *, secrets: Secrets, now: datetime
) -> None:
    """Keep the wish, replace an earlier one, and write to both mailboxes at once."""
    person = session.get_one(Person, person_id)
    key = fold_address(email)
    if key == person.email_key:
        raise RuleBroken("email", _("This is already your address."))
    _close(session, AddressChange.person_id == person_id, now=now)
    made = insert_new(
        session,
        AddressChange,
        person_id=person_id,
        email=email,
        email_key=key,
        new_token_hash=token_hash(secrets.new_token),
        old_token_hash=token_hash(secrets.old_token),
        asked_at=now,
        effective_at=now + ADDRESS_CHANGE_AFTER,
    )
    if not made:
        raise RuleBroken("email", _("Another change was asked for at the same time. Try again."))
    taken = session.scalar(select(Person.id).where(Person.email_key == key)) is not None
    if taken:
        letters.not_usable(session, person, email, secrets.new_token, now=now)
    else:
        letters.to_new(session, person, email, secrets.new_token, now=now)
    letters.to_old(session, person, secrets.old_token, now=now)
    _journal(session, "accounts.ask_address_change", person_id, now)


def confirm_address(session: Session, token: str, *, now: datetime) -> bool:
    """Say yes from one of the two mailboxes; true when the change takes effect with it."""
    hashed = token_hash(token)
    change_id = session.scalar(
        update(AddressChange)
        .where(AddressChange.new_token_hash == hashed, *_open(now))
        .values(new_confirmed_at=now)
        .returning(AddressChange.id)
    ) or session.scalar(
        update(AddressChange)
        .where(AddressChange.old_token_hash == hashed, *_open(now))
        .values(old_confirmed_at=now)
        .returning(AddressChange.id)
    )
    if change_id is None:
        raise NotThere
    return apply_if_due(session, change_id, now=now)


def refuse_address_change(session: Session, token: str, *, now: datetime) -> None:
    """ "This was not me", from the old mailbox: the wish ends and every device is signed out."""
    closed = _close(session, AddressChange.old_token_hash == token_hash(token), now=now)
    if not closed:
        raise NotThere
    for person_id in closed:
        end_sign_ins(session, person_id, but=None, now=now)
        _journal(session, "accounts.refuse_address_change", person_id, now)


def cancel_address_change(session: Session, person_id: int, *, now: datetime) -> None:
    """The person thought better of it; nothing happens when there is no wish."""
    for _person in _close(session, AddressChange.person_id == person_id, now=now):
        _journal(session, "accounts.cancel_address_change", person_id, now)


def expire(session: Session, change_id: int, *, now: datetime) -> None:
    """End a wish that the new mailbox never confirmed."""
    for person_id in _close(session, AddressChange.id == change_id, now=now):
        _journal(session, "accounts.expire_address_change", person_id, now)


def apply_if_due(session: Session, change_id: int, *, now: datetime) -> bool:
    """Let the change take effect when both mailboxes said yes, or the new one and 72 h passed."""
    due = session.execute(
        update(AddressChange)
        .where(
            AddressChange.id == change_id,
            AddressChange.closed_at.is_(None),
            AddressChange.new_confirmed_at.is_not(None),
            or_(AddressChange.old_confirmed_at.is_not(None), AddressChange.effective_at <= now),
        )
        .values(closed_at=now)
        .returning(
            AddressChange.person_id,
            AddressChange.email,
            AddressChange.email_key,
            AddressChange.new_token_hash,
        )
    ).one_or_none()
    if due is None:
        return False
    person = session.get_one(Person, due.person_id)
    before = person.email
    if not _exchange(session, due.person_id, due.email, due.email_key):
        letters.not_usable(session, person, due.email, due.new_token_hash, now=now)
        return False
    void_mailed_links(session, due.person_id, now=now)
    letters.changed(session, person.locale, (before, due.email), due.new_token_hash, now=now)
    _journal(session, "accounts.change_address", due.person_id, now)
    return True


def _exchange(session: Session, person_id: int, email: str, key: str) -> bool:
    """True unless the account closed or the address was taken meanwhile."""
    try:
        with session.begin_nested():
            changed = session.scalars(
                update(Person)
                .where(Person.id == person_id, Person.state == PersonState.ACTIVE)
                .values(email=email, email_key=key)
                .returning(Person.id)
                .execution_options(synchronize_session=False)
            ).all()
    except IntegrityError:
        return False
    return bool(changed)


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (AddressChange.closed_at.is_(None), AddressChange.effective_at > now)


def _close(session: Session, which: ColumnElement[bool], *, now: datetime) -> list[int]:
    closed = session.scalars(
        update(AddressChange)
        .where(which, AddressChange.closed_at.is_(None))
        .values(closed_at=now)
        .returning(AddressChange.person_id)
    )
    return list(closed)


def _journal(session: Session, action: str, person_id: int, now: datetime) -> None:
    record(
        session,
        action,
        now=now,
        actor_id=person_id,
        subject=("person", person_id),
        about=person_id,
    )
