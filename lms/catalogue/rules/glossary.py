"""The glossary of a curriculum: what its words mean, read from a file and frozen in a version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.rules.places import LANGUAGES, Fault, Place, read_toml
from lms.kernel.folding import fold

GLOSSARY = "glossary.toml"
LONGEST_MEANING = 320
VARIANTS = re.compile(r"[,()]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with its meaning in one language; `number` is its place in the file, from 1."""

    number: int
    term: str
    meaning: str
    in_texts: bool

    @property
    def name(self) -> str:
        """Its anchor on the page, the same in both languages."""
        return f"term-{self.number}"

    @property
    def letter(self) -> str:
        """The letter under which it stands; figures come first, under "0"."""
        first = fold(self.term)[:1].upper()
        return first if first.isalpha() else "0"

    @property
    def variants(self) -> tuple[str, ...]:
        """« médiateur de santé pair, médiatrice de santé pair (MSP) » is found by all three."""
        return tuple(filter(None, (variant.strip() for variant in VARIANTS.split(self.term))))


def entries_of(sheet: Mapping[str, Any], locale: str) -> tuple[Entry, ...]:
    """The glossary of a version's sheet, sorted; empty in versions of earlier days."""
    read = (
        Entry(number, words["term"][locale], words["meaning"][locale], words["in_texts"])
        for number, words in enumerate(sheet.get("glossary", ()), 1)
    )
    return tuple(sorted(read, key=lambda entry: (entry.letter, fold(entry.term))))


def read_glossary(files: Mapping[str, str], faults: list[Fault]) -> list[dict[str, Any]]:
    """What the file says, if there is one; whatever is wrong is in `faults`."""
    if GLOSSARY not in files:
        return []
    glossary = read_toml(GLOSSARY, files[GLOSSARY], faults)
    glossary.only("entry")
    places = glossary.tables("entry", 1, 200)
    entries = [_entry(place) for place in places]
    for locale in LANGUAGES:
        taken: set[str] = set()
        for place, entry in zip(places, entries, strict=True):
            for variant in _variants(entry["term"].get(locale, "")):
                if variant in taken:
                    place.at("term").blame(f"“{variant}” is there twice ({locale})")
                taken.add(variant)
    return entries


def _variants(term: str) -> Iterator[str]:
    yield from (fold(variant) for variant in VARIANTS.split(term) if variant.strip())


def _entry(place: Place) -> dict[str, Any]:
    place.only("term", "meaning", "in_texts")
    meaning = place.both("meaning")
    for locale, words in meaning.items():
        if len(words) > LONGEST_MEANING:
            blamed = f"the meaning ({locale}) has more than {LONGEST_MEANING} signs"
            place.at("meaning").blame(blamed)
    shown = place.flag("in_texts") if place.has("in_texts") else True
    return {"term": place.both("term"), "meaning": meaning, "in_texts": shown}
