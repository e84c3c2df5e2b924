"""Rotating the root key while everybody works: each wrapped key is wrapped again, once.

Servers hold both root keys meanwhile and read what either wrapped. It may be stopped and begun
again at any row: each row says which root key wrapped it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.vault import rules
from lms.vault.models import PersonKey, PurposeKey, RootCheck
from lms.vault.operations.keyring import WRAPPING as WRAPPING_PURPOSES
from lms.vault.operations.sealing import WRAPPING as WRAPPING_PEOPLE
from lms.vault.queries import AT_ONCE, check_values


def put_in_charge(session: Session, keys: Keys, *, now: datetime) -> bool:
    """From now on the newest root key wraps what is new; false when it did before."""
    newest = check_values(keys)[0]
    taken = session.execute(
        update(RootCheck).where(RootCheck.id == 1, RootCheck.digest != newest).values(digest=newest)
    )
    if not isinstance(taken, CursorResult) or taken.rowcount != 1:
        return False
    record(session, "vault.rotate_root", now=now, actor_id=None, subject=("root key", 1))
    return True


def wrap_again(session: Session, keys: Keys, *, limit: int = AT_ONCE) -> int:
    """Wrap the next keys under the newest root key; how many were taken, 0 when none is left."""
    return _purposes_again(session, keys) + _people_again(session, keys, limit)


def _purposes_again(session: Session, keys: Keys) -> int:
    check, wrapping = check_values(keys)[0], keys.derive_each(WRAPPING_PURPOSES)
    rows = session.execute(
        select(PurposeKey.purpose, PurposeKey.wrapped).where(PurposeKey.root_check != check)
    ).all()
    for purpose, wrapped in rows:
        key = rules.unwrap_purpose(wrapping, purpose, wrapped)
        session.execute(
            update(PurposeKey)
            .where(PurposeKey.purpose == purpose, PurposeKey.wrapped == wrapped)
            .values(wrapped=rules.wrap_purpose(wrapping[0], purpose, key), root_check=check)
        )
    return len(rows)


def _people_again(session: Session, keys: Keys, limit: int) -> int:
    check, wrapping = check_values(keys)[0], keys.derive_each(WRAPPING_PEOPLE)
    rows = session.execute(
        select(PersonKey.person_id, PersonKey.wrapped, PersonKey.previous)
        .where(PersonKey.root_check != check)
        .order_by(PersonKey.person_id)
        .limit(limit)
    ).all()
    for person_id, wrapped, previous in rows:
        again = [_wrapped_again(wrapping, person_id, each) for each in (wrapped, previous)]
        # Somebody may have begun or ended its renewal since: then the row is met again.
        unchanged = (
            PersonKey.wrapped == wrapped,
            PersonKey.previous.is_not_distinct_from(previous),
        )
        session.execute(
            update(PersonKey)
            .where(PersonKey.person_id == person_id, *unchanged)
            .values(wrapped=again[0], previous=again[1], root_check=check)
        )
    return len(rows)


def _wrapped_again(
    wrapping: tuple[bytes, ...], person_id: int, wrapped: bytes | None
) -> bytes | None:
    if wrapped is None:
        return None
    return rules.wrap(wrapping[0], person_id, rules.unwrap_any(wrapping, person_id, wrapped))
