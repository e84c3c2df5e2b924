"""The database itself: its pages are whole, and every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, Select, and_, exists, func, select, text

from lms.app.invariants.found import Grounds
from lms.app.tables import metadata


def pages(on: Grounds) -> Iterator[str]:
    """What SQLite finds wrong in its file; on PostgreSQL, constraints never validated."""
    if on.session.get_bind().dialect.name == "sqlite":
        found = on.session.scalars(text("PRAGMA integrity_check")).all()
        yield from (str(line).splitlines()[0] for line in found if line != "ok")
        return
    unchecked = text("SELECT conname FROM pg_constraint WHERE NOT convalidated")
    for name in on.session.scalars(unchecked):
        yield f"constraint {name} was never validated"


def references(on: Grounds) -> Iterator[str]:
    """Rows whose parent is not there, for each foreign key of each table."""
    for table in metadata.sorted_tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
            count = on.session.scalar(_childless(constraint))
            if count:
                yield f"{constraint.name}: {count} rows without their parent"


def _childless(constraint: ForeignKeyConstraint) -> Select[int]:
    child, parent = constraint.table, constraint.referred_table.alias("parent")
    pairs = [(key.parent, parent.c[key.column.name]) for key in constraint.elements]
    # A reference that is partly NULL points nowhere on purpose.
    whole = and_(*(column.is_not(None) for column, _there in pairs))
    found = exists().where(*(there == column for column, there in pairs)).correlate(child)
    return select(func.count()).select_from(child).where(whole, ~found)
