"""Asking to be erased, changing one's mind within some days, and the erasure itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.accounts.operations.erasing import close_account, lock_managers, reopen_account
from lms.journal.operations import record
from lms.kernel.keys import Keys, token_hash
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.outbox.operations import Mail, post
from lms.privacy.models import Erasure, ErasureState
from lms.privacy.operations.erasing import Erasing, erase_person
from lms.privacy.operations.erasure_list import append
from lms.privacy.queries.erasures import managed_alone
from lms.privacy.rules.erasures import KEPT_OPEN

ERASED_AT_ONCE = 20


def ask_erasure(
    session: Session, person_id: int, *, by: int | None, token: str, now: datetime
) -> Erasure:
    """Close the account at once and have it erased some days later; the link keeps it.

    Refused to whoever manages an organisation alone: nobody could run it any more.
    """
    lock_managers(session, person_id)
    alone = managed_alone(session, person_id)
    if alone:
        raise RuleBroken("", refusal(alone))
    if not close_account(session, person_id, now=now):
        raise NotThere
    asked = Erasure(
        person_id=person_id,
        state=ErasureState.WAITING,
        token_hash=token_hash(token),
        asked_at=now,
        due_at=now + KEPT_OPEN,
    )
    session.add(asked)
    _write(session, session.get_one(Person, person_id), token, now)
    _journal(session, "privacy.ask_erasure", person_id, by, now)
    return asked


def refusal(organisations: Sequence[str]) -> Text:
    """Why somebody who manages alone cannot be erased yet."""
    return _(
        "Nobody else manages %(organisations)s. Invite another manager first.",
        organisations=", ".join(organisations),
    )


def keep_account(session: Session, token: str, *, now: datetime) -> None:
    """Take the wish back with the mailed link, before its day; `NotThere` afterwards."""
    person_id = _take_back(session, Erasure.token_hash == token_hash(token), now)
    _journal(session, "privacy.keep_account", person_id, person_id, now)


def keep_account_of(session: Session, person_id: int, *, now: datetime) -> None:
    """The same for the operator, when the message was lost."""
    _take_back(session, Erasure.person_id == person_id, now)
    _journal(session, "privacy.keep_account", person_id, None, now)


def due_erasures(session: Session, *, now: datetime) -> Sequence[int]:
    """Wishes whose day has come."""
    due = select(Erasure.id).where(Erasure.state == ErasureState.WAITING, Erasure.due_at <= now)
    return session.scalars(due.order_by(Erasure.due_at).limit(ERASED_AT_ONCE)).all()


def carry_out(
    session: Session, keys: Keys, erasure_id: int, *, list_file: Path, how: Erasing
) -> bool:
    """Erase the person of a wish whose day has come; false when it was taken back or done.

    The line is on the disk before the caller commits: a crash in between leaves a line for
    somebody whose erasure was due anyway, never an erasure that a restore would undo.
    """
    person_id = session.scalar(
        update(Erasure)
        .where(
            Erasure.id == erasure_id,
            Erasure.state == ErasureState.WAITING,
            Erasure.due_at <= how.now,
        )
        .values(state=ErasureState.DONE, closed_at=how.now)
        .returning(Erasure.person_id)
    )
    if person_id is None:
        return False
    line = erase_person(session, keys, person_id, how)
    if line is not None:
        append(list_file, [line])
    return True


def forget_wishes(session: Session, *, before: datetime) -> int:
    """Delete wishes that were carried out or taken back before that; how many."""
    gone = session.execute(delete(Erasure).where(Erasure.closed_at < before))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _take_back(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    waiting = (which, Erasure.state == ErasureState.WAITING, Erasure.due_at > now)
    person_id: int | None = session.scalar(
        update(Erasure)
        .where(*waiting)
        .values(state=ErasureState.KEPT, closed_at=now)
        .returning(Erasure.person_id)
    )
    if person_id is None:
        raise NotThere
    reopen_account(session, person_id)
    return person_id


def _write(session: Session, person: Person, token: str, now: datetime) -> None:
    mail = Mail(
        to_address=person.email,
        locale=person.locale,
        subject=_("A message from Sillage"),
        lines=(
            _(
                "Your account is closed, as was asked. It will be erased in %(days)s days.",
                days=KEPT_OPEN.days,
            ),
            _("If it was not you, or if you have changed your mind, this link opens it again."),
            _("You will receive no other message."),
        ),
        link=f"/erasure/{token}",
    )
    post(session, mail, now=now, message_id=f"{token_hash(token)[:32]}-erasure")


def _journal(session: Session, action: str, person_id: int, by: int | None, now: datetime) -> None:
    subject = ("person", person_id)
    record(session, action, now=now, actor_id=by, subject=subject, about=person_id)
