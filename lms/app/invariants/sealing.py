"""Private text: only sealed bytes, each of which opens where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from lms.app.invariants.found import Grounds
from lms.app.sealed import SEALED_COLUMNS
from lms.vault import rules
from lms.vault.models import PersonKey
from lms.vault.operations.sealing import unwrapped
from lms.vault.queries import KeyRow, key_row, sealed_rows
from lms.vault.rules import SealBroken


def texts(on: Grounds) -> Iterator[str]:
    """Bytes that are no sealed text of their person, or that do not open in their place."""
    for column in SEALED_COLUMNS:
        for row in sealed_rows(on.session, column):
            place, sealed = column.place(row), row[4]
            name = f"{place.table} {place.row}"
            if not isinstance(sealed, bytes) or not rules.has_header(sealed, place.person_id):
                yield f"{name}: not sealed"
            elif not _opens(on, place, sealed):
                yield f"{name}: does not open"


def keys(on: Grounds) -> Iterator[str]:
    """People's keys that no root key held here opens."""
    rows = select(PersonKey.person_id, PersonKey.wrapped, PersonKey.previous)
    for person_id, wrapped, previous in on.rows(rows):
        try:
            unwrapped(on.keys, person_id, KeyRow(wrapped, previous))
        except SealBroken:
            yield f"the key of person {person_id} does not open"


def _opens(on: Grounds, place: rules.Place, sealed: bytes) -> bool:
    row = key_row(on.session, place.person_id)
    try:
        held = unwrapped(on.keys, place.person_id, row) if row else ()
    except SealBroken:
        return False
    return any(rules.opens(key, place, sealed) for key in held)
