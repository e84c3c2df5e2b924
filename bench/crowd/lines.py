"""Two small tables that every INSERT … SELECT of the crowd draws from: numbers and past days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    case,
    cast,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.schema import Column

from lms.kernel.base import Base, Id, Instant

FIRST = 1_000
"""Ids of the crowd begin above those of the demo."""
LARGE_SHARE = 10
"""The large organisation has a tenth of everybody…"""
LARGE_LEAST = 1_000
"""… but never fewer people than this: each of its lists fills a page, whatever the size."""
SMALL_SIZE = 100
DAYS = 400

_kept = MetaData()
numbers = Table("bench_numbers", _kept, Column("n", Id, primary_key=True))
days = Table(
    "bench_days",
    _kept,
    Column("k", Integer, primary_key=True),
    Column("on", Date, nullable=False),
    Column("at", Instant, nullable=False),
)
n: ColumnElement[int] = numbers.c.n


def large(people: int) -> int:
    """How many of so many people are in the large organisation."""
    return max(people // LARGE_SHARE, min(people, LARGE_LEAST))


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people are made, and through which connection."""

    connection: Connection
    people: int

    @property
    def large(self) -> int:
        """How many people the large organisation has: the first ones."""
        return large(self.people)

    @property
    def organisations(self) -> int:
        """The large one and the small ones."""
        return 1 + -(-(self.people - self.large) // SMALL_SIZE)

    def organisation_of(self, number: ColumnElement[int]) -> ColumnElement[int]:
        """The organisation of the person with this number."""
        small = FIRST + 1 + (number - (self.large + 1)) // SMALL_SIZE
        return case((number <= self.large, literal(FIRST)), else_=small)

    def put(self, model: type[Base], asked: Any, **columns: Any) -> None:
        """INSERT … SELECT these columns from what was asked; defaults of the model included."""
        kinds = model.__table__.c
        shown = (
            value
            if isinstance(value, ColumnElement | InstrumentedAttribute)
            else literal(value, kinds[name].type)
            for name, value in columns.items()
        )
        rows = asked.with_only_columns(*shown)
        self.connection.execute(insert(model).from_select(list(columns), rows))


def lay(connection: Connection, people: int) -> None:
    """Write the two small tables."""
    _kept.drop_all(connection)
    _kept.create_all(connection)
    counted = select(literal(1).label("n")).cte(recursive=True)
    counted = counted.union_all(select(counted.c.n + 1).where(counted.c.n < people))
    connection.execute(insert(numbers).from_select(["n"], select(counted.c.n)))
    now = datetime.now(UTC)
    past = ((k, now - timedelta(days=k)) for k in range(DAYS))
    connection.execute(insert(days), [{"k": k, "on": at.date(), "at": at} for k, at in past])


def named(words: str, number: Any = n) -> ColumnElement[str]:
    """The words followed by a number."""
    return literal(words) + cast(number, String)
