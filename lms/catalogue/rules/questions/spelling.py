"""Whether what somebody wrote is an accepted answer: case and accents as chosen, numbers, units."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, localcontext

from lms.catalogue.rules.questions.model import DIGITS, Unit
from lms.catalogue.rules.questions.texts import number
from lms.kernel.folding import APOSTROPHES, LIGATURES

JOKER = "*"
LITERAL_JOKER = "\\*"
STAND_IN = "\ufdd0"
LONGEST_RESPONSE = 2_000
NUMBER_SIGNS = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " "})


def same_words(accepted: str, said: str, *, case: bool, accents: bool) -> bool:
    """Whether `said` is `accepted`, where `*` stands for anything and `\\*` for itself.

    Spaces, apostrophes and ways to compose a sign never count; case and accents where asked.
    """
    if len(said) > LONGEST_RESPONSE:
        return False
    pattern = accepted.replace(LITERAL_JOKER, STAND_IN)
    parts = [
        level(part, case, accents).replace(STAND_IN, JOKER)
        for part in " ".join(pattern.split()).split(JOKER)
    ]
    words = level(" ".join(said.split()), case, accents)
    if len(parts) == 1:
        return parts[0] == words
    return _fits(parts, words)


def _fits(parts: list[str], words: str) -> bool:
    """Whether the parts follow each other in the words: the first and the last at the ends."""
    first, *middle, last = parts
    if len(first) + len(last) > len(words):
        return False
    if not words.startswith(first) or not words.endswith(last):
        return False
    at, end = len(first), len(words) - len(last)
    for part in middle:
        found = words.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def level(words: str, case: bool, accents: bool) -> str:
    """The words with what does not count made equal."""
    if not case:
        words = unicodedata.normalize("NFD", words).casefold()
    if not accents:
        words = unicodedata.normalize("NFD", words).translate(LIGATURES if not case else {})
        words = "".join(sign for sign in words if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", words).translate(APOSTROPHES)


def number_said(said: str, units: Sequence[Unit]) -> Decimal | None:
    """The number that somebody wrote, in the unit of the answers; None when it is not one."""
    text = said[:LONGEST_RESPONSE].translate(NUMBER_SIGNS).strip()
    for unit in sorted(units, key=lambda one: len(one.name), reverse=True):
        if unit.name and text.endswith(unit.name) and unit.per_base:
            value = number(text.removesuffix(unit.name).replace(" ", ""))
            if value is not None:
                return _in_base(value, unit)
    return number(text.replace(" ", ""))


def _in_base(value: Decimal, unit: Unit) -> Decimal:
    with localcontext() as context:
        context.prec = DIGITS
        return value / unit.per_base
