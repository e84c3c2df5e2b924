"""Rows that belong to an organisation say which, and it exists."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from lms.app.invariants.found import Grounds
from lms.app.tables import metadata

COLUMN = "organisation_id"


def orphans(on: Grounds) -> Iterator[str]:
    """Tables with rows of no organisation where the model demands one, or of one that is gone."""
    known = select(metadata.tables["organisations"].c.id)
    for table in metadata.sorted_tables:
        column = table.c.get(COLUMN)
        if column is None or column.nullable:
            continue
        lost = or_(column.is_(None), column.not_in(known))
        count = on.session.scalar(select(func.count()).select_from(table).where(lost))
        if count:
            yield f"{table.name}: {count} rows"
