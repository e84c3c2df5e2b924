"""The words in which a section of the export is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Holds(Enum):
    """What a column that leads to a person holds."""

    PERSON = "the person's id"
    ADDRESS = "the mail address as written"
    ADDRESS_KEY = "the folded mail address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A column that leads to the person: of the table itself, or of the row it belongs to.

    With `parent`, `column` refers to that table's id, and `parent_column` leads to the person.
    `filled` names a column (of the parent, if any) that must not be empty; `unless` one of the
    table that must not lead to the same person.
    """

    column: str
    parent: str = ""
    parent_column: str = ""
    holds: Holds = Holds.PERSON
    filled: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows of one table that are about the person, and the columns that are handed out.

    `only` keeps rows whose column has one of the values. `withheld` says for each column that is
    not handed out why; a column named nowhere fails a test.
    """

    name: str
    table: str
    paths: tuple[Path, ...]
    columns: tuple[str, ...]
    withheld: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column that names a row of another table: what of that row is handed out, by key.

    Later references apply to the columns that earlier ones brought.
    """

    column: str
    table: str
    gives: Mapping[str, str]


INTERNAL = "an internal number: what it stands for is exported in words"
SECRET = "a fingerprint of a secret: it opens nothing, and says nothing about the person"  # noqa: S105
REPEATED = "repeats another exported column in folded form"
OTHERS = "another person"
COUNTER = "a counter of the machinery"


def own(column: str = "person_id", *, unless: str = "") -> Path:
    """A column of the table itself that holds the person's id."""
    return Path(column=column, unless=unless)
