"""Words to avoid: the lists beside this file say which, what to write instead, and why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from lms.catalogue.rules.lint.blocks import Block
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.spans import leveled, quotations
from lms.catalogue.rules.places import LANGUAGES

ACCENTED = re.compile("[à-öø-ÿ]")


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of a list; `remark` where the word is right in some texts."""

    pattern: re.Pattern[str]
    prefer: str
    why: str
    remark: bool


@cache
def words_to_avoid(locale: str) -> tuple[Word, ...]:
    """The list of a language."""
    file = Path(__file__).with_name(f"words.{locale}.toml")
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["word"]
    return tuple(
        Word(pattern(entry["match"]), entry["prefer"], entry["why"], entry.get("remark", False))
        for entry in entries
    )


def pattern(match: str) -> re.Pattern[str]:
    """Whole words, in any case; a capital may have lost its accent."""
    lenient = ACCENTED.sub(lambda found: _either(found[0]), match).replace(" ", r"\s")
    return re.compile(rf"(?<!\w)(?:{lenient})(?:(?<=')|(?!\w))", re.IGNORECASE)


def _either(letter: str) -> str:
    capital = letter.upper()
    return f"(?-i:[{letter}{capital}{normalize('NFD', capital)[0]}])"


def word_findings(folder: Folder) -> Iterator[Finding]:
    """Every word to avoid; only a remark where a text quotes it in order to talk about it."""
    for passage in folder.passages:
        for block in passage.blocks if passage.locale in LANGUAGES else ():
            yield from _in_block(passage.file, passage.locale, block)


def _in_block(file: str, locale: str, block: Block) -> Iterator[Finding]:
    text = leveled(block.text)
    apart = apart_in(block)
    for word in words_to_avoid(locale):
        for found in word.pattern.finditer(text):
            quoted = any(start <= found.start() < end for start, end in apart)
            line = block.line + text[: found.start()].count("\n")
            written = " ".join(found[0].split())
            sentence = f"“{written}”: prefer {word.prefer} ({word.why})"
            yield Finding(file, line, Code.WORD, sentence, word.remark or quoted)


def apart_in(block: Block) -> tuple[tuple[int, int], ...]:
    """Where a block quotes somebody, or names a title or a foreign word."""
    return (*block.mentions, *quotations(block.text))
