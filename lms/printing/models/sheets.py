"""What a signature sheet says, complete and frozen: a line for each person and half-day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from lms.printing.models.papers import Bilingual


class Standing(StrEnum):
    """What a line says; no cause of an absence is ever printed."""

    OWN = "own"
    PASSED = "passed"
    LATE = "late"
    AWAY = "away"
    UNSIGNED = "unsigned"
    BLANK = "blank"
    """To be signed by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """Somebody's line for a half-day; when it was signed on the clock of the organisation."""

    name: str
    leads: bool
    standing: Standing
    signed_on: date | None = None
    clock: str = ""
    reason: Bilingual | None = None
    """The closed words of somebody who signed after the time."""
    corrected: bool = False
    """Whether an earlier line of the same person said something else."""
    mark: str = ""
    """How the check value of the line begins, which the chained journal repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHalf:
    """Half a day with its lines: who leads, then people by name."""

    number: int
    begins: str
    ends: str
    minutes: int
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDocument:
    """Everything printed on one sheet. Personal data: names and who was there; never logged.

    `number` tells its versions apart; an empty sheet has the number 0.
    """

    KIND: ClassVar[str] = "sheet"
    organisation: str
    organisation_kind: str
    nda_number: str
    programme: Bilingual
    cohort: str
    title: str
    module: Bilingual | None
    held_on: date
    place: str
    at_distance: bool
    town: str
    """Whose clock the hours are of."""
    make_up: bool
    halves: tuple[SheetHalf, ...]
    number: int
    reference: str
    written_on: date
    specimen: bool = False

    def __post_init__(self) -> None:
        if not self.halves or not all(half.lines for half in self.halves):
            raise ValueError("a sheet has a half-day, and somebody on it")

    @property
    def blank(self) -> bool:
        """Whether it is to be signed by hand."""
        return not self.number

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=date.isoformat, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, written: str) -> SheetDocument:
        """Read what `to_json` wrote; an unknown or missing field is an error."""
        facts: dict[str, Any] = json.loads(written)
        for name in ("held_on", "written_on"):
            facts[name] = date.fromisoformat(facts[name])
        facts["programme"] = Bilingual(**facts["programme"])
        facts["module"] = _pair(facts["module"])
        facts["halves"] = tuple(_half(half) for half in facts["halves"])
        return cls(**facts)

    def texts(self) -> Iterator[str]:
        """Every piece of free text that will be printed."""
        yield from (self.organisation, self.nda_number, self.cohort, self.title, self.place)
        for pair in (self.programme, self.module):
            yield from (pair.fr, pair.en) if pair else ()
        for half in self.halves:
            yield from (line.name for line in half.lines)


def _pair(words: dict[str, str] | None) -> Bilingual | None:
    return Bilingual(**words) if words else None


def _half(half: dict[str, Any]) -> SheetHalf:
    return SheetHalf(**{**half, "lines": tuple(_line(line) for line in half["lines"])})


def _line(line: dict[str, Any]) -> SheetLine:
    signed_on = line["signed_on"]
    return SheetLine(
        **{
            **line,
            "standing": Standing(line["standing"]),
            "signed_on": date.fromisoformat(signed_on) if signed_on else None,
            "reason": _pair(line["reason"]),
        }
    )
