"""Wrapped keys as they are kept, which root key is in charge, and where sealed bytes stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.kernel.keys import Keys, keyed_digest
from lms.vault.models import PersonKey, PurposeKey, RootCheck
from lms.vault.rules import Place

CHECKING = "root check"
AT_ONCE = 200
SealedRow = Row[int, str, int, "int | None", bytes]
"""The row's `id`, its public id, whose key seals, the organisation or none, the sealed bytes."""


class KeyRow(NamedTuple):
    """A person's wrapped key, and the one it replaces while texts are sealed again."""

    wrapped: bytes
    previous: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column of sealed bytes; each room lists its own, `lms.app.sealed` gathers them.

    `rows` selects what `SealedRow` says; `person_id` is its third column, `name` the column's name
    in a `Place`.
    """

    column: InstrumentedAttribute[Any]
    rows: Select[*tuple[Any, ...]]
    person_id: ColumnElement[int]
    name: str = "sealed"

    @property
    def table(self) -> str:
        """The table's name, which is also in the place."""
        return str(self.column.class_.__tablename__)

    @property
    def key(self) -> ColumnElement[int]:
        """The table's `id`."""
        identity: ColumnElement[int] = self.column.class_.id
        return identity

    def place(self, row: SealedRow) -> Place:
        """Where one selected row is sealed."""
        return Place(self.table, row[1], self.name, row[2], row[3])


def key_row(
    session: Session, person_id: int, *, to_seal: bool = False, to_forget: bool = False
) -> KeyRow | None:
    """A person's wrapped key, None before the first private text; 1 statement.

    Read `to_seal`, it cannot be replaced before this transaction ends: else the text would be
    sealed under a key that is about to be forgotten. Read `to_forget` the old one, nobody seals
    meanwhile: whoever does locks the key, then texts, and so must whoever seals them again. (On
    SQLite one writer works at a time.)
    """
    held = select(PersonKey.wrapped, PersonKey.previous).where(PersonKey.person_id == person_id)
    if to_seal or to_forget:
        held = held.with_for_update(read=not to_forget)
    row = session.execute(held).one_or_none()
    return KeyRow(row.wrapped, row.previous) if row else None


def check_values(keys: Keys) -> tuple[str, ...]:
    """What tells the root keys held apart, the newest first; they say nothing of the keys."""
    return tuple(keyed_digest(key) for key in keys.derive_each(CHECKING))


def root_in_charge(session: Session, keys: Keys) -> int:
    """Which of the root keys held wraps what is new: its place in `derive_each`; 1 statement."""
    kept = session.scalar(select(RootCheck.digest).where(RootCheck.id == 1))
    checks = check_values(keys)
    return checks.index(kept) if kept in checks else 0


def left_to_wrap(session: Session, check: str) -> int:
    """How many keys another root key than this one still wraps; 2 statements."""
    return sum(
        session.scalar(select(func.count()).select_from(table).where(table.root_check != check))
        or 0
        for table in (PurposeKey, PersonKey)
    )


def wrapped_by_others(session: Session, checks: tuple[str, ...]) -> bool:
    """Whether something is wrapped by a root key that is none of these; 1 statement."""
    purposes = select(PurposeKey.purpose).where(PurposeKey.root_check.not_in(checks))
    people = select(PersonKey.person_id).where(PersonKey.root_check.not_in(checks))
    return bool(session.scalar(select(purposes.exists() | people.exists())))


def people_with_keys(session: Session, *, after: int, limit: int = AT_ONCE) -> list[int]:
    """People who have a key, by id; 1 statement."""
    found = select(PersonKey.person_id).where(PersonKey.person_id > after)
    return list(session.scalars(found.order_by(PersonKey.person_id).limit(limit)))


def being_rotated(session: Session) -> list[int]:
    """People whose key is being rotated; 1 statement."""
    return list(session.scalars(select(PersonKey.person_id).where(PersonKey.previous.is_not(None))))


def sealed_rows(
    session: Session, sealed: SealedColumn, *, person_id: int | None = None
) -> Iterator[SealedRow]:
    """The rows of a column that hold something, all or one person's, a batch at a time."""
    rows = sealed.rows.where(sealed.column.is_not(None))
    if person_id is not None:
        rows = rows.where(sealed.person_id == person_id)
    yield from session.execute(rows.execution_options(yield_per=AT_ONCE))
