"""The letters of an address change: neutral, and silent about other people's accounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.keys import token_hash
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post

SUBJECT = _("A message from Sillage")
IGNORE = _("If it was not you, ignore this message: nothing changes.")


def to_new(session: Session, person: Person, email: str, token: str, *, now: datetime) -> None:
    """To the wished address: the link that proves that it is the person's."""
    lines = (
        _("Somebody wishes to use this address with Sillage."),
        _("This link confirms it. It works for 72 hours."),
        IGNORE,
    )
    mail = _mail(email, person.locale, lines, f"/address/{token}")
    post(session, mail, now=now, message_id=_message_id(token, "new"))


def not_usable(session: Session, person: Person, email: str, seed: str, *, now: datetime) -> None:
    """To an address that already has an account, which only its own mailbox learns."""
    lines = (
        _("Somebody wishes to use this address with Sillage."),
        _("This is not possible: the address already belongs to an account."),
        _("If this account is yours, this link lets you choose a new password."),
    )
    mail = _mail(email, person.locale, lines, "/forgotten-password")
    post(session, mail, now=now, message_id=_message_id(seed, "taken"))


def to_old(session: Session, person: Person, token: str, *, now: datetime) -> None:
    """To the present address, at once: how to stop it, and how to speed it up."""
    lines = (
        _("Somebody signed in to your account asked to change its e-mail address."),
        _("If it was you, this link lets you agree now."),
        _("Without an answer, it may be changed after 72 hours."),
        _("If it was not you, the same link stops the change."),
    )
    mail = _mail(person.email, person.locale, lines, f"/address/{token}")
    post(session, mail, now=now, message_id=_message_id(token, "old"))


def changed(
    session: Session, locale: str, addresses: tuple[str, str], seed: str, *, now: datetime
) -> None:
    """To the old and the new address, once the change holds."""
    lines = (
        _("The e-mail address of your account was changed."),
        _("From now on, sign in with the new address."),
    )
    for number, address in enumerate(addresses):
        mail = _mail(address, locale, lines, "/sign-in")
        post(session, mail, now=now, message_id=_message_id(seed, f"changed-{number}"))


def _mail(to: str, locale: str, lines: tuple[Text, ...], link: str) -> Mail:
    return Mail(to_address=to, locale=locale, subject=SUBJECT, lines=lines, link=link)


def _message_id(seed: str, kind: str) -> str:
    # One letter of each kind for each wish, whatever is repeated.
    return f"{token_hash(seed)[:32]}-{kind}"
