"""Curriculum Markdown as the blocks of words that a reader sees, without parsing it whole.

The first search of a process reads all texts of a version at once: a parser would take a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

OPENING = re.compile(r"\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+|>\s?)+")
RULE = re.compile(r"[\s|:*_-]*")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])")


def blocks_of(markdown: str) -> Iterator[str]:
    """Each paragraph, heading, list item or table row on one line, without its marks."""
    block: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        opening = OPENING.match(line)
        if block and (opening or _is_row(line) or not line.strip()):
            yield _inline(" ".join(block))
            block = []
        words = _row(line) if _is_row(line) else line[opening.end() :] if opening else line
        if not RULE.fullmatch(words):
            block.append(words.strip())


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _row(line: str) -> str:
    if RULE.fullmatch(line):
        return ""
    return ", ".join(filter(None, (cell.strip() for cell in line.strip().strip("|").split("|"))))


def _inline(line: str) -> str:
    return MARKS.sub("", LINK.sub(r"\1", line))
