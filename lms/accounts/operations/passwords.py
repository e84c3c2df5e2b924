"""Changing a password: by the present one, or by a mailed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, literal, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import AddressChange, PasswordReset, Person, PersonState
from lms.accounts.operations.devices import forget_devices
from lms.accounts.operations.links import void_sign_in_links
from lms.accounts.operations.mailboxes import HOLDS, find_mailbox
from lms.accounts.operations.sign_ins import end_sign_ins
from lms.accounts.operations.throttle import Try
from lms.accounts.rules import NEW_PASSWORD_WITHIN
from lms.journal.operations import record
from lms.kernel.base import Instant
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.outbox.operations import Mail, post


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNewPassword:
    """The folded address that was typed, and chance: the mailed token and the mail's id."""

    email_key: str
    token: str
    message_id: str


def ask_new_password(
    session: Session, one: Try, order: AskNewPassword, *, locale: str, now: datetime
) -> int:
    """Mail a link when the address has an account; the minutes to wait, or 0.

    Known, unknown and closed addresses run the same statements and write a letter each.
    """
    mailbox = find_mailbox(session, one, email_key=order.email_key, locale=locale, now=now)
    if mailbox.wait:
        return mailbox.wait
    _keep_reset(session, order, now)
    mail = Mail(
        to_address=mailbox.email,
        locale=mailbox.locale,
        subject=_("A message from Sillage"),
        lines=(
            _("Somebody asked to choose a new password with your address."),
            _("This link lets you choose one. It works once, for 1 hour."),
            _("If it was not you, ignore this message: nothing changes."),
        ),
        link=f"/new-password/{order.token}",
    )
    post(session, mail, now=now, message_id=order.message_id)
    _journal(session, "accounts.ask_new_password", mailbox.person_id, now)
    return 0


def _keep_reset(session: Session, order: AskNewPassword, now: datetime) -> None:
    # An INSERT … SELECT, so that nobody's reset is the same statement with no row.
    values = (literal(token_hash(order.token)), literal(now + NEW_PASSWORD_WITHIN, Instant()))
    row = select(Person.id, *values).where(*HOLDS).params(email_key=order.email_key)
    columns = ["person_id", "token_hash", "expires_at"]
    session.execute(insert(PasswordReset).from_select(columns, row))


def set_new_password(
    session: Session, token: str, *, password_hash: str, message_id: str, now: datetime
) -> None:
    """Use the mailed link, once: the new password holds and every device is signed out.

    A wish for another address ends too: who holds this mailbox may just have won it back.
    """
    person_id = session.scalar(
        update(PasswordReset)
        .where(
            PasswordReset.token_hash == token_hash(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > now,
        )
        .values(used_at=now)
        .returning(PasswordReset.person_id)
    )
    if person_id is None:
        raise NotThere
    session.execute(
        update(AddressChange)
        .where(AddressChange.person_id == person_id, AddressChange.closed_at.is_(None))
        .values(closed_at=now)
    )
    if not _set(session, person_id, password_hash, Person.state == PersonState.ACTIVE):
        raise NotThere
    _after(session, person_id, but=None, message_id=message_id, now=now)


def change_password(
    session: Session,
    person_id: int,
    *,
    proved: str,
    password_hash: str,
    sign_in_id: int,
    message_id: str,
    now: datetime,
) -> None:
    """Exchange the hash that was just proved for a new one; other devices are signed out."""
    if not _set(session, person_id, password_hash, Person.password_hash == proved):
        raise RuleBroken("present", _("Your password was changed meanwhile. Try again."))
    _after(session, person_id, but=sign_in_id, message_id=message_id, now=now)


def void_mailed_links(session: Session, person_id: int, *, now: datetime) -> None:
    """Links that were mailed before stop working: for a new password, and for signing in."""
    void_sign_in_links(session, person_id, now=now)
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.person_id == person_id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )


def _set(session: Session, person_id: int, password_hash: str, when: ColumnElement[bool]) -> bool:
    changed = session.scalars(
        update(Person)
        .where(Person.id == person_id, when)
        .values(password_hash=password_hash)
        .returning(Person.id)
    ).all()
    return bool(changed)


def _after(
    session: Session, person_id: int, *, but: int | None, message_id: str, now: datetime
) -> None:
    void_mailed_links(session, person_id, now=now)
    forget_devices(session, person_id)
    end_sign_ins(session, person_id, but=but, now=now)
    address, locale = session.execute(
        select(Person.email, Person.locale).where(Person.id == person_id)
    ).one()
    mail = Mail(
        to_address=address,
        locale=locale,
        subject=_("A message from Sillage"),
        lines=(
            _("The password of your account was changed. Other devices were signed out."),
            _("If it was not you, choose a new password at once with this link."),
        ),
        link="/forgotten-password",
    )
    post(session, mail, now=now, message_id=message_id)
    _journal(session, "accounts.change_password", person_id, now)


def _journal(session: Session, action: str, person_id: int | None, now: datetime) -> None:
    subject = ("person", person_id or 0)
    record(session, action, now=now, actor_id=person_id, subject=subject, about=person_id)
