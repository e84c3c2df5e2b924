"""A value of a curriculum file with the line it stands on; reading gathers every fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lms.catalogue.rules.lines import Path, lines_of

LANGUAGES = ("fr", "en")
SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and where, for whoever writes the file."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Place:
    """One table or value. A reading that does not fit notes a fault and gives an empty value."""

    value: Any
    path: Path
    file: str
    lines: Mapping[Path, int]
    faults: list[Fault]

    @property
    def line(self) -> int:
        """The line of this place, or of the nearest one around it."""
        path = self.path
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def blame(self, sentence: str, after: int = 0) -> None:
        """Note a fault here, or some lines below."""
        self.faults.append(Fault(self.file, self.line + after, sentence))

    def at(self, name: str | int) -> Place:
        """The place below this one; `blame` works even when nothing is there."""
        value = self.value.get(name) if isinstance(self.value, dict) else self.value[name]
        return Place(value, (*self.path, name), self.file, self.lines, self.faults)

    def has(self, name: str) -> bool:
        return name in self.value

    def only(self, *names: str) -> None:
        """Refuse entries that nobody would read."""
        for name in self.value:
            if name not in names:
                self.at(name).blame(f"“{name}” is unknown here (known: {', '.join(names)})")

    def words(self, name: str) -> str:
        """A text that is not empty."""
        place = self._needed(name)
        if isinstance(place.value, str) and place.value.strip():
            return place.value.strip()
        if place.value is not None:
            place.blame(f"“{name}” must be a text")
        return ""

    def slug(self, name: str = "slug") -> str:
        """A short name in lower-case letters, digits and hyphens."""
        written = self.words(name)
        if written and (len(written) > LONGEST_SLUG or not SLUG.fullmatch(written)):
            self.at(name).blame(f"“{written}”: write lower-case letters, digits and hyphens")
        return written

    def both(self, name: str) -> dict[str, str]:
        """The same words in French and English."""
        place = self._needed(name)
        if place.value is None:
            return {}
        return place.languages()

    def languages(self) -> dict[str, str]:
        """This place as `{ fr = "…", en = "…" }`."""
        if not isinstance(self.value, dict):
            self.blame('write { fr = "…", en = "…" }')
            return {}
        self.only(*LANGUAGES)
        return {locale: self.words(locale) for locale in LANGUAGES}

    def whole(self, name: str, least: int, most: int) -> int:
        """A whole number within bounds."""
        place = self._needed(name)
        if place.value is None:
            return 0
        if type(place.value) is not int or not least <= place.value <= most:
            place.blame(f"“{name}” must be a whole number from {least} to {most}")
            return 0
        return place.value

    def flag(self, name: str) -> bool:
        """True or false."""
        place = self._needed(name)
        if place.value is not None and type(place.value) is not bool:
            place.blame(f"“{name}” must be true or false")
        return place.value is True

    def day(self, name: str) -> date:
        """A day written as 2026-11-22."""
        place = self._needed(name)
        if isinstance(place.value, date) and not isinstance(place.value, datetime):
            return place.value
        if place.value is not None:
            place.blame(f"“{name}” must be a day such as 2026-11-22")
        return date.min

    def items(self, name: str, least: int = 1, most: int = 200) -> list[Place]:
        """The entries of a list."""
        place = self._needed(name)
        if place.value is None:
            return []
        if not isinstance(place.value, list):
            place.blame(f"“{name}” must be a list")
            return []
        if not least <= len(place.value) <= most:
            place.blame(f"“{name}” has {len(place.value)} entries, from {least} to {most} fit")
        return [place.at(number) for number in range(len(place.value))]

    def tables(self, name: str, least: int = 1, most: int = 200) -> list[Place]:
        """The entries of a list of tables."""
        entries = self.items(name, least, most)
        for entry in entries:
            if not isinstance(entry.value, dict):
                entry.blame(f"“{name}” must hold tables")
        return [entry for entry in entries if isinstance(entry.value, dict)]

    def texts(self, name: str, least: int = 1, most: int = 200) -> list[str]:
        """The entries of a list of texts."""
        entries = self.items(name, least, most)
        for entry in entries:
            if not isinstance(entry.value, str) or not entry.value.strip():
                entry.blame(f"“{name}” must hold texts")
        return [entry.value.strip() for entry in entries if isinstance(entry.value, str)]

    def _needed(self, name: str) -> Place:
        if name not in self.value:
            self.blame(f"“{name}” is missing")
        return self.at(name)


def read_toml(file: str, text: str, faults: list[Fault], first: int = 1) -> Place:
    """A TOML text as a place; empty, with a fault, when it is not TOML."""
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        said = str(broken)
        at = AT_LINE.search(said)
        line = int(at[1]) + first - 1 if at else first + text.count("\n")
        faults.append(Fault(file, line, f"not TOML: {AT_LINE.sub('', said).strip()}"))
        value = {}
    return Place(value, (), file, lines_of(text, first), faults)
