"""What a check stands on and what it says: ids and codes of what is broken, never a word of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.storage.operations import Store

SHOWN = 5
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The database, read in one transaction, and what stands beside it."""

    session: Session
    keys: Keys
    files: Store
    anchors: Path
    now: datetime

    def rows(self, query: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
        """The rows of a query, a batch at a time: a table may be larger than the memory."""
        yield from self.session.execute(query.execution_options(yield_per=AT_ONCE))


Check = Callable[[Grounds], Iterable[str]]
"""Yields one short line for each thing that is broken."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that is always true, and what looks for the opposite."""

    code: str
    words: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one invariant: how many things are broken, and the first of them."""

    code: str
    words: str
    broken: int
    first: tuple[str, ...]


def verdict(invariant: Invariant, grounds: Grounds) -> Verdict:
    """Look for everything that breaks an invariant."""
    found = (line for check in invariant.checks for line in check(grounds))
    first = tuple(islice(found, SHOWN))
    broken = len(first) + sum(1 for _more in found)
    return Verdict(invariant.code, invariant.words, broken, first)
