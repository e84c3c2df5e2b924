"""The letters about second factors: neutral, and clear about what to do if it was not you."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post

SUBJECT = _("A message from Sillage")
NOT_YOU = _("If it was not you, choose a new password at once with this link.")
ADDED = {
    "app": _("An authenticator app was added to your account, as a second step to sign in."),
    "passkey": _("A passkey was added to your account. It opens your account without a password."),
}
REMOVED = {
    "app": _("The authenticator app of your account was removed."),
    "passkey": _("A passkey of your account was removed. It opens nothing any more."),
}


def added(session: Session, person_id: int, kind: str, *, now: datetime, message_id: str) -> None:
    """A factor was added: `kind` is app or passkey."""
    _post(session, person_id, (ADDED[kind], NOT_YOU), now, message_id)


def removed(session: Session, person_id: int, kind: str, *, now: datetime, message_id: str) -> None:
    """A factor was removed."""
    _post(session, person_id, (REMOVED[kind], NOT_YOU), now, message_id)


def forgotten(session: Session, person_id: int, *, now: datetime, message_id: str) -> None:
    """The operator removed every factor."""
    what = _("Every second step of your account was removed, as you asked whoever runs Sillage.")
    _post(session, person_id, (what, NOT_YOU), now, message_id)


def codes_made(session: Session, person_id: int, *, now: datetime, message_id: str) -> None:
    """Ten new recovery codes."""
    what = _("New backup codes were made for your account. The earlier ones no longer work.")
    _post(session, person_id, (what, NOT_YOU), now, message_id)


def code_used(
    session: Session, person_id: int, left: int, *, now: datetime, message_id: str
) -> None:
    """A recovery code opened the account."""
    what = _("Somebody signed in to your account with a backup code.")
    rest = _("Codes that still work: %(left)s.", left=left)
    _post(session, person_id, (what, rest, NOT_YOU), now, message_id)


def copied(session: Session, person_id: int, *, now: datetime, message_id: str) -> None:
    """A passkey counted backwards, as a copy of it would."""
    lines = (
        _("A sign-in with one of your passkeys was refused: the passkey may have been copied."),
        _("Remove it in your account, then add a new one."),
    )
    _post(session, person_id, lines, now, message_id, link="/account/factors")


def _post(
    session: Session,
    person_id: int,
    lines: tuple[Text, ...],
    now: datetime,
    message_id: str,
    link: str = "/forgotten-password",
) -> None:
    address, locale = session.execute(
        select(Person.email, Person.locale).where(Person.id == person_id)
    ).one()
    mail = Mail(to_address=address, locale=locale, subject=SUBJECT, lines=lines, link=link)
    post(session, mail, now=now, message_id=message_id)
