"""The signs of GIFT: which are escaped, how texts name their format, what comments carry."""

from __future__ import annotations

import re

from lms.catalogue.rules.questions.model import TextFormat, Words
from lms.catalogue.rules.questions.texts import one_line, trim

NAME = "GIFT"
ESCAPED = "\\:#={}~"
HIDDEN = dict(zip(":#={}~n", map(chr, range(0xFDD1, 0xFDD8)), strict=True))
"""Signs that no text holds, each for a sign that was escaped and so means nothing special."""
SHOWN = {ord(hidden): "\n" if sign == "n" else sign for sign, hidden in HIDDEN.items()}
RESERVED = re.compile(f"[{chr(0xFDD0)}-{chr(0xFDEF)}]")
ESCAPE = re.compile(r"\\([\\:#={}~n])")
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
CODE = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]")
TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f])+)\]")
NOT_IN_TAGS = re.compile(r"[\x00-\x1f\x7f<>`\\]")


def hide(text: str) -> str:
    """Escaped signs as signs that nothing splits at."""
    return ESCAPE.sub(lambda found: HIDDEN.get(found[1], found[1]), text)


def show(text: str) -> str:
    return text.translate(SHOWN)


def words_of(text: str, default: TextFormat) -> Words:
    """A text that may begin with its format."""
    text = trim(text)
    found = FORMAT.match(text)
    if found:
        return Words(trim(show(text[found.end() :])), TextFormat(found[1]))
    return Words(trim(show(text)), default)


def codes_and_tags(comments: str) -> tuple[str, tuple[str, ...]]:
    """What the comments of a question say of it, as Moodle writes it."""
    code = CODE.search(comments)
    tags = [_unwrapped(found[1]) for found in TAG.finditer(comments)]
    return _unwrapped(code[1]) if code else "", tuple(tag for tag in tags if tag)


def _unwrapped(text: str) -> str:
    return trim(text.replace("\\]", "]"))


def wrapped(text: str) -> str:
    """A code or tag as a comment can hold it."""
    return one_line(NOT_IN_TAGS.sub("", text)).replace("]", "\\]")


def escaped(text: str) -> str:
    signs = (f"\\{sign}" if sign in ESCAPED else sign for sign in text)
    return "".join(signs).replace("\n", "\\n")


def written(words: Words, default: TextFormat) -> str:
    """Words with their format where it must be said, or where they begin like something else."""
    if not words:
        return ""
    needed = words.format is not default or words.text.startswith(("[", "//"))
    return (f"[{words.format}]" if needed else "") + escaped(words.text)
