"""The passage of a page that shows why it was found, with the words that were looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from lms.catalogue.rules.search.library import Shelved
from lms.catalogue.rules.search.query import Query
from lms.catalogue.rules.search.words import Word, stem, words_of

BEFORE, AFTER = 80, 180
"""Signs of context on each side of the first word found."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; `found` when it is a word of the query."""

    text: str
    found: bool = False


def excerpt(page: Shelved, query: Query, locale: str) -> tuple[Piece, ...]:
    """The passage with most of the words; the summary or the first lines when it has none."""
    best: tuple[int, list[Word], str] | None = None
    for block in page.shown:
        hits = [word for word in words_of(block) if stem(word.folded, locale) in query.stems]
        different = len({stem(word.folded, locale) for word in hits})
        if hits and (best is None or different > best[0]):
            best = different, hits, block
    if best is None:
        text = page.summary or " ".join(page.shown[:1])
        return (Piece(shorten(text, BEFORE + AFTER, placeholder=" …")),) if text else ()
    _different, hits, block = best
    start, end = max(0, hits[0].start - BEFORE), min(len(block), hits[0].start + AFTER)
    return tuple(filter(_is_there, _cut(block, hits, start, end)))


def marked(text: str, query: Query, locale: str) -> tuple[Piece, ...]:
    """A whole line, such as a title, with the words that were looked for."""
    hits = [word for word in words_of(text) if stem(word.folded, locale) in query.stems]
    return tuple(filter(_is_there, _cut(text, hits, 0, len(text))))


def _cut(text: str, hits: list[Word], start: int, end: int) -> Iterator[Piece]:
    """The stretch from about `start` to about `end`, ending between words."""
    first = hits[:1]
    if start:
        start = min(text.find(" ", start) + 1 or start, *(word.start for word in first))
        yield Piece("… ")
    if end < len(text):
        end = max(text.rfind(" ", start, end), *(word.end for word in first))
    place = start
    for word in (word for word in hits if start <= word.start and word.end <= end):
        yield Piece(text[place : word.start])
        yield Piece(text[word.start : word.end], found=True)
        place = word.end
    yield Piece(text[place:end])
    if end < len(text):
        yield Piece(" …")


def _is_there(piece: Piece) -> bool:
    return bool(piece.text)
