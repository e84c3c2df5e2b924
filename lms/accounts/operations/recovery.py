"""Recovery codes: ten at a time, each opens once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import RecoveryCode
from lms.accounts.operations import factor_letters as letters
from lms.accounts.operations.factors import hold_factors, journal
from lms.accounts.rules.recovery import code_hash
from lms.kernel.refusals import NotThere


def make_codes(
    session: Session,
    person_id: int,
    codes: Sequence[str],
    *,
    now: datetime,
    message_id: str | None = None,
) -> None:
    """Replace the person's codes by these; with a letter when `message_id` is given."""
    if not hold_factors(session, person_id):
        raise NotThere
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=code_hash(person_id, code), made_at=now)
        for code in codes
    )
    if message_id is not None:
        letters.codes_made(session, person_id, now=now, message_id=message_id)
    journal(session, "accounts.make_recovery_codes", person_id, ("person", person_id), now)


def take_recovery_code(
    session: Session, person_id: int, typed: str, *, now: datetime, message_id: str
) -> bool:
    """Whether this is a code that was not used: it is now, and a letter tells it."""
    taken = session.scalars(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == code_hash(person_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).all()
    if not taken:
        return False
    left = session.scalar(
        select(func.count()).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    )
    letters.code_used(session, person_id, left or 0, now=now, message_id=message_id)
    journal(session, "accounts.use_recovery_code", person_id, ("recovery_code", taken[0]), now)
    return True
