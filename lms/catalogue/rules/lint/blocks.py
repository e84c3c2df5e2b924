"""Curriculum Markdown cut into blocks of words that know their line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.catalogue.rules.media.references import DECORATIVE

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
WORD = re.compile(r"\w+(?:[-.'’]\w+)*")
BREAKS = {"softbreak", "hardbreak"}
CELLS = {"th_open", "td_open"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written."""

    address: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading, list item, cell…; a row has no words of its own.

    `mentions` are the stretches of `text` set apart as titles, foreign words or code.
    """

    kind: str
    line: int
    text: str = ""
    level: int = 0
    links: tuple[Link, ...] = ()
    images: tuple[str, ...] = ()
    """The alternative text of each image, or the mark of a decorative one."""
    mentions: tuple[tuple[int, int], ...] = ()


def plain(text: str, line: int) -> tuple[Block, ...]:
    """Words that are shown as they are."""
    return (Block(kind="words", line=line, text=text),)


@lru_cache(maxsize=4096)
def blocks_of(markdown: str, first: int) -> tuple[Block, ...]:
    """The blocks of a Markdown text whose first line is `first`."""
    return tuple(_walk(MARKDOWN.parse(markdown), first))


def words_in(text: str) -> int:
    """How many words a reader meets; punctuation alone is none."""
    return len(WORD.findall(text))


def _walk(tokens: Sequence[Token], first: int) -> Iterator[Block]:
    inside: list[str] = []
    line = first
    for number, token in enumerate(tokens):
        if token.map:
            line = first + token.map[0]
        if token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
        if token.type == "tr_open":
            yield Block(kind="row", line=line)
        elif token.type == "inline":
            yield _block(token, tokens[number - 1], inside, line)


def _block(inline: Token, opening: Token, inside: list[str], line: int) -> Block:
    text, links, images, mentions = _read(inline.children or ())
    return Block(
        kind=_kind(opening, inside),
        line=line,
        text=text,
        level=int(opening.tag[1]) if opening.type == "heading_open" else 0,
        links=tuple(links),
        images=tuple(images),
        mentions=tuple(mentions),
    )


def _kind(opening: Token, inside: list[str]) -> str:
    if opening.type == "heading_open":
        return "heading"
    if opening.type in CELLS:
        return "cell"
    if "list_item_open" in inside:
        return "item"
    return "quote" if "blockquote_open" in inside else "paragraph"


def _decorative(image: Token) -> str:
    title = str(image.attrGet("title") or "").strip()
    return title if title.casefold() in DECORATIVE else ""


def _read(
    children: Sequence[Token],
) -> tuple[str, list[Link], list[str], list[tuple[int, int]]]:
    """Words, links, alternative texts and mentions of one line of tokens."""
    text, images = "", []
    links: list[Link] = []
    mentions: list[tuple[int, int]] = []
    opened: list[tuple[int, str]] = []
    for child in children:
        if child.type in {"em_open", "link_open"}:
            opened.append((len(text), str(child.attrGet("href") or "")))
        elif child.type == "em_close":
            mentions.append((opened.pop()[0], len(text)))
        elif child.type == "link_close":
            start, address = opened.pop()
            links.append(Link(address, text[start:].strip()))
        elif child.type == "image":
            images.append(child.content.strip() or _decorative(child))
        elif child.type in BREAKS:
            text += "\n"
        else:
            if child.type == "code_inline":
                mentions.append((len(text), len(text) + len(child.content)))
            text += child.content
    return text, links, images, mentions
