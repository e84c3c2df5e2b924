"""What is the same for every second factor: the first, the last, and what the person is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import (
    AuthenticatorApp,
    Passkey,
    Person,
    RecoveryCode,
    SignIn,
    SignInState,
)
from lms.accounts.operations import factor_letters as letters
from lms.accounts.operations.sign_ins import end_sign_ins, end_waiting
from lms.accounts.queries import count_factors, is_asked
from lms.journal.operations import record
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who changes their factors, in which session; `enrolling` when it is still nobody's."""

    person_id: int
    sign_in_id: int
    enrolling: bool


def hold_factors(session: Session, person_id: int) -> int:
    """How many factors there are, while nobody else can change them: the person stays locked."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    return count_factors(session, person_id)


def make_room(session: Session, keeper: Keeper) -> bool:
    """Whether this becomes the first factor; a session that only enrols may add no second one.

    `NotThere` otherwise: whoever has a factor shows it before anything is added.
    """
    held = hold_factors(session, keeper.person_id)
    if held and keeper.enrolling:
        raise NotThere
    return not held


def factor_added(
    session: Session, keeper: Keeper, kind: str, public_id: str, *, now: datetime, message_id: str
) -> None:
    """This session has shown it; the person's other ones are asked for it; a letter is sent."""
    mine = SignIn.id == keeper.sign_in_id
    session.execute(
        update(SignIn).where(mine).values(second_factor_at=now, proved_at=now),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(SignIn)
        .where(
            SignIn.person_id == keeper.person_id,
            ~mine,
            SignIn.second_factor_at.is_(None),
            SignIn.revoked_at.is_(None),
        )
        .values(state=SignInState.PENDING),
        execution_options={"synchronize_session": False},
    )
    letters.added(session, keeper.person_id, kind, now=now, message_id=message_id)
    journal(session, f"accounts.add_{kind}", keeper.person_id, (kind, public_id), now)


def refuse_last(session: Session, person_id: int) -> bool:
    """Whether the factor about to go is the last; RuleBroken while a role cannot do without."""
    last = hold_factors(session, person_id) == 1
    if last and is_asked(session, person_id):
        raise RuleBroken("", LAST)
    return last


LAST: Text = _(
    "This is your only second step, and your organisation asks for one. Add another first."
)


def factor_removed(
    session: Session,
    person_id: int,
    kind: str,
    public_id: str,
    *,
    last: bool,
    now: datetime,
    message_id: str,
) -> None:
    """A letter is sent; without a factor, codes and sessions that wait for it open nothing."""
    if last:
        end_waiting(session, person_id, now=now)
        session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    letters.removed(session, person_id, kind, now=now, message_id=message_id)
    journal(session, f"accounts.remove_{kind}", person_id, (kind, public_id), now)


def forget_factors(session: Session, person_id: int, *, now: datetime, message_id: str) -> int:
    """For somebody who lost everything and proved who they are to the operator; how many went.

    Every device is signed out, and a letter tells it.
    """
    held = hold_factors(session, person_id)
    for model in (AuthenticatorApp, Passkey, RecoveryCode):
        session.execute(delete(model).where(model.person_id == person_id))
    end_sign_ins(session, person_id, but=None, now=now)
    letters.forgotten(session, person_id, now=now, message_id=message_id)
    record(
        session,
        "accounts.forget_factors",
        now=now,
        actor_id=None,
        subject=("person", person_id),
        about=person_id,
        factors=held,
    )
    return held


def journal(
    session: Session, action: str, person_id: int, subject: tuple[str, str | int], now: datetime
) -> None:
    """An act of the person about their own account."""
    record(session, action, now=now, actor_id=person_id, subject=subject, about=person_id)
