"""Everything about one person, section by section, as the rules declare it.

Reads through the tables and not through the rooms' queries, so that a declaration is all that a
new table needs. A fixed number of statements: one for each section, one for each reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.kernel.base import Base
from lms.kernel.keys import Keys
from lms.kernel.refusals import NotThere
from lms.privacy.queries.sealed import open_rows
from lms.privacy.rules.sections import REFERENCES, SECTIONS
from lms.privacy.rules.sections.model import Holds, Path, Reference, Section
from lms.supervision.models import Standing

Row = dict[str, Any]
Contents = Mapping[str, Sequence[Row]]
AT_ONCE = 5_000
"""Values in one IN list: databases have a limit."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What leads to a person."""

    id: int
    email: str
    email_key: str

    def value(self, holds: Holds) -> int | str:
        """What a column of this kind holds for the person."""
        if holds is Holds.PERSON:
            return self.id
        return self.email if holds is Holds.ADDRESS else self.email_key


def owner_of(session: Session, person_id: int) -> Owner:
    """The person's id and addresses; `NotThere` when there is nobody any more."""
    found = session.execute(
        select(Person.id, Person.email, Person.email_key).where(Person.id == person_id)
    ).one_or_none()
    if found is None:
        raise NotThere
    return Owner(*found)


def contents_of(session: Session, keys: Keys, person_id: int, locale: str) -> Contents:
    """Every section's rows, references in words of `locale`, sealed texts opened."""
    owner = owner_of(session, person_id)
    found = {section.name: rows_of(session, section, owner) for section in SECTIONS}
    for reference in REFERENCES:
        _put_into_words(session, reference, found.values(), locale)
    open_rows(session, keys, person_id, found)
    _tell_releases(found)
    _keep_days(found)
    hidden = {reference.column for reference in REFERENCES}
    return {
        name: [{key: value for key, value in row.items() if key not in hidden} for row in rows]
        for name, rows in found.items()
    }


def rows_of(session: Session, section: Section, owner: Owner) -> list[Row]:
    """The section's rows about the person, as they are stored; one statement."""
    table = Base.metadata.tables[section.table]
    chosen = [table.c[name] for name in section.columns]
    asked = select(*chosen).where(belongs(section, owner)).order_by(*table.primary_key)
    return [dict(row) for row in session.execute(asked).mappings()]


def belongs(section: Section, owner: Owner) -> ColumnElement[bool]:
    """The condition under which a row of the section's table is about the person."""
    table = Base.metadata.tables[section.table]
    kept = [table.c[column].in_(values) for column, values in section.only.items()]
    return and_(or_(*(_leads(table, path, owner) for path in section.paths)), *kept)


def _leads(table: Table, path: Path, owner: Owner) -> ColumnElement[bool]:
    column = table.c[path.column]
    if path.parent:
        parent = Base.metadata.tables[path.parent]
        mine = [parent.c[path.parent_column] == owner.id, *_told(parent, path.parent_column)]
        if path.filled:
            mine.append(parent.c[path.filled].is_not(None))
        return column.in_(select(parent.c.id).where(*mine))
    leads: ColumnElement[bool] = column == owner.value(path.holds)
    if path.unless:
        other = table.c[path.unless]
        leads = and_(leads, or_(other.is_(None), other != owner.id))
    return and_(leads, *_told(table, path.column))


def _told(table: Table, column: str) -> list[ColumnElement[bool]]:
    """A revision that its author has not signed is not told to the trainee yet."""
    if (table.name, column) != ("participations", "trainee_id"):
        return []
    return [or_(table.c.revises_id.is_(None), table.c.standing != Standing.LOGGED)]


def _put_into_words(
    session: Session, reference: Reference, sections: Iterable[list[Row]], locale: str
) -> None:
    naming = [row for rows in sections for row in rows if reference.column in row]
    ids = {row[reference.column] for row in naming} - {None}
    known = _known(session, reference, ids, locale)
    nothing = dict.fromkeys(reference.gives)
    for row in naming:
        for key, value in known.get(row[reference.column], nothing).items():
            row.setdefault(key, value)


def _known(
    session: Session, reference: Reference, ids: Iterable[int], locale: str
) -> dict[int, Row]:
    table = Base.metadata.tables[reference.table]
    columns = [table.c[name].label(key) for key, name in reference.gives.items()]
    wanted = sorted(ids)
    found: dict[int, Row] = {}
    for start in range(0, len(wanted), AT_ONCE):
        these = wanted[start : start + AT_ONCE]
        rows = session.execute(
            select(table.c.id.label("_id"), *columns).where(table.c.id.in_(these))
        )
        for row in rows.mappings():
            given = {key: _said(row[key], locale) for key in reference.gives}
            found[row["_id"]] = given
    return found


def _said(value: Any, locale: str) -> Any:
    """Titles are kept as {"fr": …, "en": …}."""
    if isinstance(value, Mapping):
        return value.get(locale) or value.get("fr")
    return value


def _tell_releases(found: dict[str, list[Row]]) -> None:
    """Beside each aide-mémoire that exists: who wrote it, and what became of a request."""
    states = {row.get("participation"): row["state"] for row in found["release_requests_made"]}
    for row in found["aide_memoires_about_me"]:
        row["author_role"] = "supervisor"
        row["release"] = states.get(row.get("participation"), "not_asked")


def _keep_days(found: dict[str, list[Row]]) -> None:
    """Of others' acts the day is told: the time of day is theirs."""
    for row in found["acts_about_me"]:
        row["on"] = row.pop("at").date()
