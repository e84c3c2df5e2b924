"""The passages of a text by number: its headings, paragraphs, lists, tables and quotations.

A version never changes, so a number always means the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.catalogue.rules.checks.reading import GAP

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
LONGEST_EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: `heading` is the last one at or before it, empty before the first."""

    number: int
    words: str
    heading: str


def openings(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """The token that opens each passage, with the passage's number from 1."""
    found = (token for token in tokens if token.level == 0 and token.nesting >= 0)
    yield from enumerate(found, 1)


@lru_cache(maxsize=512)
def passages_of(markdown: str) -> tuple[Passage, ...]:
    """All passages of a text, in order."""
    tokens = MARKDOWN.parse(markdown)
    places = [tokens.index(token) for _number, token in openings(tokens)]
    found: list[Passage] = []
    heading = ""
    for number, start in enumerate(places, 1):
        end = places[number] if number < len(places) else len(tokens)
        words = _words(tokens[start:end])
        if tokens[start].type == "heading_open":
            heading = words
        found.append(Passage(number, words, heading))
    return tuple(found)


def passage_of(markdown: str, number: int) -> Passage | None:
    """The passage of this number; None where the text has none."""
    found = passages_of(markdown)
    return found[number - 1] if 1 <= number <= len(found) else None


def passage_in(body: Mapping[str, Any], number: int) -> Passage | None:
    """The passage of a step's text; after those of its Markdown come the questions of a check."""
    before = len(passages_of(body["markdown"]))
    if number <= before:
        return passage_of(body["markdown"], number)
    asked = body.get("questions", ())
    if number > before + len(asked):
        return None
    words = GAP.sub("…", asked[number - before - 1]["text"])
    return Passage(number, words, "")


def question_passages(body: Mapping[str, Any]) -> dict[str, int]:
    """The number of each question of a check among the passages of its step."""
    first = len(passages_of(body["markdown"])) + 1
    return {one["id"]: number for number, one in enumerate(body["questions"], first)}


def _words(tokens: Sequence[Token]) -> str:
    lines = ("".join(child.content or " " for child in token.children or ()) for token in tokens)
    words = " ".join(" ".join(lines).split())
    if len(words) <= LONGEST_EXCERPT:
        return words
    return words[:LONGEST_EXCERPT].rpartition(" ")[0] + " …"
