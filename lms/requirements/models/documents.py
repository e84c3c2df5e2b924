"""A decoded JSON value with the path that leads to it, read strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lms.kernel.text import Text, _
from lms.requirements.models.algebra import RuleMalformed

MAX_CHARACTERS = 1_048_576
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Place:
    """One value of a document; every reading that does not fit raises `RuleMalformed`."""

    value: object
    path: str = "$"

    def record(self, *fields: str) -> dict[str, Place]:
        """An object with exactly these fields."""
        if not isinstance(self.value, dict):
            raise self.refuse(_("An object is expected here."))
        for name in fields:
            if name not in self.value:
                raise self.refuse(_("The field “%(name)s” is missing.", name=name))
        for name in self.value:
            if name not in fields:
                raise self.refuse(_("The field “%(name)s” is unknown.", name=str(name)[:80]))
        return {name: Place(self.value[name], f"{self.path}.{name}") for name in fields}

    def field(self, name: str) -> Place:
        """One field of an object that may have others."""
        if not isinstance(self.value, dict):
            raise self.refuse(_("An object is expected here."))
        if name not in self.value:
            raise self.refuse(_("The field “%(name)s” is missing.", name=name))
        return Place(self.value[name], f"{self.path}.{name}")

    def items(self) -> tuple[Place, ...]:
        if not isinstance(self.value, list):
            raise self.refuse(_("A list is expected here."))
        return tuple(Place(item, f"{self.path}[{i}]") for i, item in enumerate(self.value))

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.refuse(_("A text is expected here."))
        return self.value

    def whole(self) -> int:
        # A bool is an int to Python; in a rule it is a mistake.
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refuse(_("A whole number is expected here."))
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.refuse(_("True or false is expected here."))
        return self.value

    def one_of(self, choices: type[Choice]) -> Choice:
        if self.value not in list(choices):
            raise self.refuse(_("“%(value)s” is unknown here.", value=str(self.value)[:80]))
        return choices(self.text())

    def day(self) -> date:
        """A day written as 2026-11-22; other ISO spellings are refused."""
        written = self.text()
        try:
            day = date.fromisoformat(written)
        except ValueError:
            day = None
        if day is None or day.isoformat() != written:
            raise self.refuse(_("A day such as 2026-11-22 is expected here."))
        return day

    def refuse(self, reason: Text) -> RuleMalformed:
        return RuleMalformed(self.path, reason)


def decode(written: str) -> Place:
    """The JSON text as a place; a repeated field is refused instead of silently winning."""
    if len(written) > MAX_CHARACTERS:
        raise RuleMalformed("$", _("This document is too long."))
    try:
        return Place(json.loads(written, object_pairs_hook=_distinct_fields))
    except RuleMalformed:
        raise
    except (ValueError, RecursionError) as broken:
        raise RuleMalformed("$", _("This is not a JSON document.")) from broken


def _distinct_fields(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise RuleMalformed("$", _("The same entry appears twice."))
    return fields
