"""Signing in by a mailed link instead of the password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, literal, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState, SignInLink
from lms.accounts.operations.mailboxes import HOLDS, find_mailbox
from lms.accounts.operations.throttle import Try
from lms.accounts.rules import SIGN_IN_LINK_WITHIN
from lms.journal.operations import record
from lms.kernel.base import Instant
from lms.kernel.keys import token_hash
from lms.kernel.refusals import NotThere
from lms.kernel.text import _
from lms.outbox.operations import Mail, post


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSignInLink:
    """The folded address that was typed, the page asked for, and chance: token and mail's id."""

    email_key: str
    back: str
    token: str
    message_id: str


def ask_sign_in_link(
    session: Session, one: Try, order: AskSignInLink, *, locale: str, now: datetime
) -> int:
    """Mail a link when the address has an account; the minutes to wait, or 0.

    Known, unknown and closed addresses run the same statements and write a letter each.
    """
    mailbox = find_mailbox(session, one, email_key=order.email_key, locale=locale, now=now)
    if mailbox.wait:
        return mailbox.wait
    _keep(session, order, now)
    mail = Mail(
        to_address=mailbox.email,
        locale=mailbox.locale,
        subject=_("A message from Sillage"),
        lines=(
            _("Somebody asked to sign in with your address."),
            _("This link signs you in. It works once, for 15 minutes."),
            _("If it was not you, ignore this message: without this link, nobody enters."),
        ),
        link=f"/sign-in/link/{order.token}",
    )
    post(session, mail, now=now, message_id=order.message_id)
    _journal(session, "accounts.ask_sign_in_link", mailbox.person_id, now)
    return 0


def use_sign_in_link(session: Session, token: str, *, now: datetime) -> int:
    """Use the link, once; whose it is. The person's other links stop working."""
    living = exists().where(Person.id == SignInLink.person_id, Person.state == PersonState.ACTIVE)
    person_id: int | None = session.scalar(
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            living,
        )
        .values(used_at=now)
        .returning(SignInLink.person_id)
    )
    if person_id is None:
        raise NotThere
    void_sign_in_links(session, person_id, now=now)
    _journal(session, "accounts.use_sign_in_link", person_id, now)
    return person_id


def void_sign_in_links(session: Session, person_id: int, *, now: datetime) -> None:
    """Links that were mailed before sign nobody in any more."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
        .values(used_at=now)
    )


def _keep(session: Session, order: AskSignInLink, now: datetime) -> None:
    # An INSERT … SELECT, so that nobody's link is the same statement with no row.
    values = {
        "token_hash": literal(token_hash(order.token)),
        "back": literal(order.back),
        "expires_at": literal(now + SIGN_IN_LINK_WITHIN, Instant()),
    }
    row = select(Person.id, *values.values()).where(*HOLDS).params(email_key=order.email_key)
    session.execute(insert(SignInLink).from_select(["person_id", *values], row))


def _journal(session: Session, action: str, person_id: int | None, now: datetime) -> None:
    subject = ("person", person_id or 0)
    record(session, action, now=now, actor_id=person_id, subject=subject, about=person_id)
