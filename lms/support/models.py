"""A help number and where it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """A number to call or to write to; `name` and `words` are {"fr": …, "en": …}."""

    territory: str
    number: str
    by_text: bool
    name: Mapping[str, str]
    words: Mapping[str, str]
    source: str
    checked_on: date
    checked_by: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or region and its numbers, in the order in which they are shown."""

    code: str
    name: Mapping[str, str]
    numbers: tuple[HelpNumber, ...]
