"""The words of a curriculum's files, cut into passages that have the same path in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.catalogue.rules.lines import Path
from lms.catalogue.rules.lint.blocks import Block, blocks_of, plain, words_in
from lms.catalogue.rules.places import LANGUAGES, Fault, Place, read_toml
from lms.catalogue.rules.steps import FENCE

BODY = "body"
NAMES = {"id", "revisit", "slug", "kind"}
MARKDOWN = {BODY, "closing", "prompt", "feedback"}
LOCALIZED = re.compile(r"(.+)\.(\w\w)(-easy)?\.md")
EASY = ".easy"
"""What ends the name of an easy-to-read page."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text in one language, with the line it begins on."""

    file: str
    line: int
    locale: str
    path: Path
    text: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        if self.path[-1] in MARKDOWN:
            return blocks_of(self.text, self.line)
        return plain(self.text, self.line)

    @property
    def words(self) -> int:
        return sum(words_in(block.text) for block in self.blocks)

    @property
    def easy(self) -> bool:
        """Whether it belongs to an easy-to-read text."""
        return self.file.endswith("-easy.md")


@dataclass(frozen=True, slots=True)
class Page:
    """One file in one language; `name` is the same in each language."""

    file: str
    name: str
    locale: str
    front: Place
    passages: tuple[Passage, ...]

    @property
    def words(self) -> int:
        return sum(passage.words for passage in self.passages)


def pages_of(files: Mapping[str, str]) -> tuple[Page, ...]:
    """Every Markdown file that names its language."""
    found = ((file, LOCALIZED.fullmatch(file)) for file in sorted(files))
    return tuple(
        _page(file, match[1] + (EASY if match[3] else ""), match[2], files[file])
        for file, match in found
        if match and match[2] in LANGUAGES
    )


def sheets_of(files: Mapping[str, str]) -> tuple[tuple[str, Place], ...]:
    """Every TOML file that describes something; what cannot be read is empty."""
    ignored: list[Fault] = []
    return tuple(
        (file, read_toml(file, files[file], ignored))
        for file in sorted(files)
        if file.endswith(".toml")
    )


def bilingual(sheet: Place, text: str) -> tuple[Passage, ...]:
    """The texts of a TOML file that stand there in every language."""
    lines = text.splitlines()
    return tuple(
        Passage(sheet.file, _sought(lines, place.line, words), locale, place.path, words)
        for place in _tables(sheet)
        if set(place.value) == set(LANGUAGES)
        for locale, words in place.value.items()
        if isinstance(words, str)
    )


def _page(file: str, name: str, locale: str, text: str) -> Page:
    lines = text.splitlines()
    end = lines.index(FENCE, 1) if FENCE in lines[1:] else 0
    ignored: list[Fault] = []
    front = read_toml(file, "\n".join(lines[1:end]), ignored, first=2)
    passages = [
        Passage(file, _sought(lines, place.line, place.value), locale, place.path, place.value)
        for place in _texts(front)
    ]
    first = end + 2 if end else 1
    body = "\n".join(lines[first - 1 :])
    passages.append(Passage(file, first, locale, (BODY,), body))
    return Page(file, name, locale, front, tuple(passages))


def _texts(place: Place) -> Iterator[Place]:
    """Every text below, in the order of the file."""
    value = place.value
    if isinstance(value, str) and place.path[-1] not in NAMES:
        yield place
    for name in _below(value):
        yield from _texts(place.at(name))


def _tables(place: Place) -> Iterator[Place]:
    if isinstance(place.value, dict):
        yield place
    for name in _below(place.value):
        yield from _tables(place.at(name))


def _below(value: Any) -> Sequence[str | int]:
    if isinstance(value, dict):
        return list(value)
    return range(len(value)) if isinstance(value, list) else ()


def _sought(lines: Sequence[str], start: int, text: str) -> int:
    """The line on which a text of this place begins: its own, or one below its name."""
    begins = text.split("\n", 1)[0].replace("\\", "\\\\").replace('"', '\\"')
    for number, line in enumerate(lines[start - 1 :], start):
        if begins and begins in line:
            return number
    return start
