"""Sealing and opening under a person's key, which is made with the first private text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.kernel.keys import Keys
from lms.vault import rules
from lms.vault.models import PersonKey
from lms.vault.queries import KeyRow, check_values, key_row, root_in_charge
from lms.vault.rules import Place, SealBroken

WRAPPING = "wrap person keys"


def seal(session: Session, keys: Keys, place: Place, words: str, *, now: datetime) -> bytes:
    """Words sealed under the key of `place.person_id`, which is made when there is none."""
    row = key_row(session, place.person_id, to_seal=True)
    if row is None:
        row = _made_key(session, keys, place.person_id, now)
    return rules.seal(unwrapped(keys, place.person_id, row)[0], place, words)


def open_sealed(session: Session, keys: Keys, place: Place, sealed: bytes) -> str:
    """The words at this place; `SealBroken` when they do not belong there or the key is gone."""
    return open_each(session, keys, place.person_id, [(place, sealed)])[0]


def open_each(
    session: Session, keys: Keys, person_id: int, sealed: Sequence[tuple[Place, bytes]]
) -> tuple[str, ...]:
    """Several texts under one person's key, read once; see `open_sealed`."""
    if not sealed:
        return ()
    row = key_row(session, person_id)
    if row is None:
        raise SealBroken
    opened = unwrapped(keys, person_id, row)
    return tuple(rules.open_with_any(opened, place, text) for place, text in sealed)


def unwrapped(keys: Keys, person_id: int, row: KeyRow) -> tuple[bytes, ...]:
    """The person's key, then the one that it replaces if there still is one."""
    wrapping = keys.derive_each(WRAPPING)
    held = (row.wrapped,) if row.previous is None else (row.wrapped, row.previous)
    return tuple(rules.unwrap_any(wrapping, person_id, wrapped) for wrapped in held)


def _made_key(session: Session, keys: Keys, person_id: int, now: datetime) -> KeyRow:
    # Servers that do not know a newer root key yet must be able to read this key.
    place = root_in_charge(session, keys)
    insert_new(
        session,
        PersonKey,
        person_id=person_id,
        wrapped=rules.wrap(keys.derive_each(WRAPPING)[place], person_id, rules.new_key()),
        root_check=check_values(keys)[place],
        created_at=now,
    )
    row = key_row(session, person_id, to_seal=True)
    if row is None:
        raise SealBroken
    return row
