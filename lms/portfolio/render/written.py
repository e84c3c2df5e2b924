"""A portfolio in the words of its reader: the same for the page in its folder and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.kernel.text import Minutes, Text
from lms.portfolio.queries.contents import Contents, Part
from lms.portfolio.render.words import KIND_WORDS
from lms.web.i18n import day, duration, in_type, said, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One part in plain words; `files` are their addresses in the folder, with their names."""

    kind: str
    title: str
    about: str
    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, Sequence[str]]]
    files: Sequence[tuple[str, str]]


def written(contents: Contents, placed: Sequence[Sequence[tuple[str, str]]]) -> list[Written]:
    """Every part; `placed` has the files of each: address and name."""
    return [_part(part, files) for part, files in zip(contents.parts, placed, strict=True)]


def title_of_part(part: Part) -> str:
    """What a part is called."""
    return words_of(part.title)


def words_of(value: Text | date | Minutes | str | Mapping[str, str]) -> str:
    """A value in the reader's language."""
    if isinstance(value, Text):
        return sentence(value)
    if isinstance(value, Minutes):
        return duration(value.minutes)
    if isinstance(value, date):
        return day(value)
    return value if isinstance(value, str) else said(value)


def _part(part: Part, files: Sequence[tuple[str, str]]) -> Written:
    about = [words_of(value) for value in (part.within, part.on) if value is not None]
    title, kind = title_of_part(part), sentence(KIND_WORDS[part.kind])
    return Written(
        kind="" if kind == title else kind,
        title=title,
        about=", ".join(about),
        facts=tuple((words_of(label), words_of(value)) for label, value in part.facts),
        texts=tuple((in_type(heading), _paragraphs(words)) for heading, words in part.texts),
        files=tuple(files),
    )


def _paragraphs(words: str) -> tuple[str, ...]:
    """The paragraphs of a text; a single line break stays inside its paragraph."""
    blocks = words.replace("\r\n", "\n").split("\n\n")
    return tuple(block.strip("\n") for block in blocks if block.strip())
