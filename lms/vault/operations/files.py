"""Whole files sealed in an envelope: each under a key of its own, sealed under the person's key.

A person's key can so be renewed without touching the files, and forgetting it closes all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.vault import rules
from lms.vault.models import PersonKey
from lms.vault.operations.sealing import unwrapped
from lms.vault.queries import KeyRow, key_row
from lms.vault.rules import Place, SealBroken

KEY_COLUMN = "file_key"
Opener = Callable[[Place, bytes, bytes], bytes]
"""(place of the file, its sealed key, its sealed bytes) → the bytes, without the database."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file and its sealed key: to be kept in the store and in the file's row."""

    content: bytes
    key: bytes


def seal_file(session: Session, keys: Keys, place: Place, content: bytes) -> SealedFile:
    """A file sealed for one place; `SealBroken` when the person has no key.

    No key is made here: somebody erased meanwhile must not be given a new one.
    """
    row = key_row(session, place.person_id, to_seal=True)
    if row is None:
        raise SealBroken
    file_key = rules.new_key()
    return SealedFile(
        rules.seal_bytes(file_key, place, content),
        rules.seal(unwrapped(keys, place.person_id, row)[0], key_place(place), file_key.hex()),
    )


def opener(session: Session, keys: Keys, person_ids: Sequence[int]) -> Opener:
    """What opens the files of these people, one statement; `SealBroken` once a key is gone."""
    rows = session.execute(
        select(PersonKey.person_id, PersonKey.wrapped, PersonKey.previous).where(
            PersonKey.person_id.in_(person_ids)
        )
    )
    held = {
        row.person_id: unwrapped(keys, row.person_id, KeyRow(row.wrapped, row.previous))
        for row in rows
    }

    def open_file(place: Place, sealed_key: bytes, sealed: bytes) -> bytes:
        known = held.get(place.person_id, ())
        file_key = rules.open_with_any(known, key_place(place), sealed_key)
        return rules.open_bytes(bytes.fromhex(file_key), place, sealed)

    return open_file


def key_place(place: Place) -> Place:
    """Where the key of a file is sealed: the same row, another column."""
    return replace(place, column=KEY_COLUMN)


def forget_key(session: Session, person_id: int) -> None:
    """Delete a person's key: whatever was sealed under it can never be read again."""
    session.execute(delete(PersonKey).where(PersonKey.person_id == person_id))
