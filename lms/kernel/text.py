"""A sentence of the domain, kept as structure until a page knows the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Minutes:
    """A length of time inside a sentence; the page writes it as "1 h 30"."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Points:
    """A result that may hold a part of an answer; the page writes it as 8.5, never rounded up."""

    value: Fraction

    def __str__(self) -> str:
        whole, rest = divmod(self.value.numerator * 100 // self.value.denominator, 100)
        return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


Value: TypeAlias = "str | int | date | Minutes | Points | Text"


@dataclass(frozen=True, slots=True)
class Text:
    """An English msgid, its parameters, and the plural form when a number decides.

    Parameters may be texts, dates and `Minutes`: the page puts each in the reader's language.
    """

    msgid: str
    params: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None
    number: int = 1

    def __str__(self) -> str:
        """The English sentence: for command lines and for failures in tests."""
        template = self.plural if self.plural is not None and self.number != 1 else self.msgid
        return template % {name: _in_english(value) for name, value in self.params.items()}

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted(self.params)), self.plural, self.number))


def _in_english(value: Value) -> str | int:
    if isinstance(value, Minutes):
        hours, minutes = divmod(value.minutes, 60)
        return f"{hours} h {minutes:02}" if hours else f"{minutes} min"
    return value if isinstance(value, int) else str(value)


def _(msgid: str, /, **params: Value) -> Text:
    """A sentence without a plural."""
    return Text(msgid, params)


def ngettext(singular: str, plural: str, number: int, /, **params: Value) -> Text:
    """A sentence whose form depends on `number`, which is also its parameter `num` if unsaid."""
    return Text(singular, {"num": number, **params}, plural, number)


ERASED_PERSON = "Personne effacée"
ERASED_NAME = "Nom effacé"
STAND_INS = {ERASED_PERSON: _("Erased person"), ERASED_NAME: _("Erased name")}
"""What the database keeps in the place of a name that was erased, and how pages say it.

They are kept as words, so that they also read well where nothing translates them.
"""
