"""A page of a long list: its rows, and the key of the last one when more follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Select, and_
from sqlalchemy.orm import InstrumentedAttribute

from lms.kernel.folding import fold

PAGE = 25
MOST_WORDS = 5


class Keyed(Protocol):
    """A row with an opaque key, safe in an address."""

    @property
    def public_id(self) -> str: ...


Row = TypeVar("Row", bound=Keyed)
Raw = TypeVar("Raw")
Asked: TypeAlias = Select[*tuple[Any, ...]]
"""A statement that is still being written; the columns of its rows are read by name."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """Rows, and the `public_id` after which the next page starts (None on the last)."""

    rows: tuple[Row, ...]
    next_after: str | None = None


def page_of(found: Sequence[Raw], read: Callable[[Raw], Row], limit: int = PAGE) -> ListPage[Row]:
    """The page made of at most `limit + 1` rows that were asked for."""
    rows = tuple(read(raw) for raw in found[:limit])
    return ListPage(rows, rows[-1].public_id if len(found) > limit else None)


def named(column: InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    """Every word is somewhere in a folded name: case and accents are ignored."""
    parts = fold(words).split()[:MOST_WORDS]
    return and_(True, *(column.contains(part, autoescape=True) for part in parts))
