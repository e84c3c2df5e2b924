"""The declarative base, UTC instants and closed choices shared by all tables."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, LargeBinary, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which has no zones, keeps it as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer(), "sqlite")
Sealed = LargeBinary
Document = JSON().with_variant(JSONB(), "postgresql")
SomeDocument = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A document, or none at all: the database's own nothing."""


def choice(options: type[StrEnum]) -> Enum:
    """A column type that holds the values of `options`, checked by the database."""
    return Enum(
        options,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=f"{options.__name__.lower()}_known",
        values_callable=lambda kind: [member.value for member in kind],
    )


class Base(DeclarativeBase):
    """Every model's base. Each model's docstring states its personal data and their erasure."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Instant, int: Id, dict[str, Any]: Document}
