"""Rotating a person's key while they work: a new key, then each of their texts sealed again.

Both keys are held until no text needs the old one. It may be stopped and begun again at any text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from lms.journal.operations import record
from lms.kernel.keys import Keys
from lms.vault import rules
from lms.vault.models import PersonKey
from lms.vault.operations.sealing import WRAPPING, unwrapped
from lms.vault.queries import (
    SealedColumn,
    SealedRow,
    check_values,
    key_row,
    root_in_charge,
    sealed_rows,
)
from lms.vault.rules import SealBroken


def begin_rotation(session: Session, keys: Keys, person_id: int, *, now: datetime) -> bool:
    """Give the person a new key beside the old one; false when they have none, or two already.

    Waits for transactions that are sealing under the old key; from here on nobody does.
    """
    row = key_row(session, person_id)
    if row is None or row.previous is not None:
        return False
    place = root_in_charge(session, keys)
    wrapping = keys.derive_each(WRAPPING)[place]
    fresh = rules.wrap(wrapping, person_id, rules.new_key())
    kept = rules.wrap(wrapping, person_id, unwrapped(keys, person_id, row)[0])
    begun = session.execute(
        update(PersonKey)
        .where(PersonKey.person_id == person_id, PersonKey.wrapped == row.wrapped)
        .values(wrapped=fresh, previous=kept, root_check=check_values(keys)[place])
    )
    if not isinstance(begun, CursorResult) or begun.rowcount != 1:
        return False
    subject = ("person key", person_id)
    record(session, "vault.rotate_key", now=now, actor_id=None, subject=subject, about=person_id)
    return True


def finish_rotation(
    session: Session, keys: Keys, person_id: int, columns: Sequence[SealedColumn]
) -> int:
    """Seal under the new key what only the old one opens, then forget the old one.

    The number of texts that neither opens: then the old key is kept, for somebody to look.
    """
    row = key_row(session, person_id, to_forget=True)
    if row is None or row.previous is None:
        return 0
    new, old = unwrapped(keys, person_id, row)
    broken = 0
    for column in columns:
        for held in list(sealed_rows(session, column, person_id=person_id)):
            broken += not _sealed_again(session, column, held, new, old)
    if not broken:
        person = PersonKey.person_id == person_id
        session.execute(update(PersonKey).where(person).values(previous=None))
    return broken


def _sealed_again(
    session: Session, column: SealedColumn, row: SealedRow, new: bytes, old: bytes
) -> bool:
    place = column.place(row)
    if rules.opens(new, place, row[4]):
        return True
    try:
        words = rules.open_sealed(old, place, row[4])
    except SealBroken:
        return False
    # What its author saved meanwhile is sealed under the new key already, and wins.
    session.execute(
        update(column.column.class_)
        .where(column.key == row[0], column.column == row[4])
        .values({column.column: rules.seal(new, place, words)})
    )
    return True
