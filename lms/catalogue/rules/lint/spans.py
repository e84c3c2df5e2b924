"""Stretches of a text: what is quoted, what is a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
ALIKE = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
CLOSING = "»”\"')]"
OPENING = "«“\"'([—–-"
END = re.compile(r"(?:[.!?…]+)(?:\s*[»”\")\]])*(?=\s|$)")
SPEECH = re.compile(r"[:,]\s+(?=[«“\"]\s*[A-ZÀ-ÖØ-Þ])")
SHORTENED = {
    *("mm", "mme", "mmes", "dr", "pr", "st", "ste", "pp", "ex", "cf", "art", "al", "env", "vol"),
    *("éd", "ed", "tél", "tel", "av", "mr", "mrs", "ms", "prof", "e.g", "i.e", "vs", "approx"),
}


def leveled(text: str) -> str:
    """One way to write what looks alike: apostrophes, and spaces that do not break."""
    return text.translate(ALIKE)


def evened(text: str) -> str:
    """The same words, whatever the spaces between them."""
    return " ".join(leveled(text).split())


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where words of somebody else begin and end."""
    for quoted in QUOTED.finditer(text):
        yield quoted.span()


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a block with where each begins; what is said within one is its own."""
    cuts = sorted({0, len(text), *_ends(text), *(m.end() for m in SPEECH.finditer(text))})
    for start, end in pairwise(cuts):
        if words := text[start:end].strip():
            yield start + len(text[start:end]) - len(text[start:end].lstrip()), words


def _ends(text: str) -> Iterator[int]:
    for mark in END.finditer(text):
        if not _shortened(text[: mark.start()], mark[0]) and _begins(text[mark.end() :]):
            yield mark.end()


def _shortened(before: str, mark: str) -> bool:
    """Whether the full stop belongs to a word such as “Mme.”, “p. ex.” or an initial."""
    words: Sequence[str] = before.split()
    last = words[-1].lstrip("«“\"'([").casefold() if words else ""
    return mark == "." and (last in SHORTENED or (len(last) == 1 and last.isalpha()))


def _begins(rest: str) -> bool:
    """Whether a sentence can begin here: a capital or a figure, perhaps behind a quotation mark."""
    first = rest.lstrip().lstrip(OPENING).lstrip()
    return not first or first[0].isupper() or first[0].isdigit()
