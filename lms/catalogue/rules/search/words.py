"""Words as they are compared: no case, no accents, singular, whatever the apostrophe.

Light on purpose: whoever looks for « droits » finds « droit », never « droite ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.kernel.folding import fold

WORD = re.compile(r"[^\W_]+")
SHORTEST = 2
SINGULAR = {
    "fr": {"yeux": "oeil", "messieurs": "monsieur", "mesdames": "madame"},
    "en": {
        "people": "person",
        "children": "child",
        "men": "man",
        "women": "woman",
        "lives": "life",
        "selves": "self",
    },
}
LITTLE_FRENCH = (
    "le la les un une des du de au aux et ou en je tu il elle on nous vous ils elles ce cet"
    " cette ces se sa son ses mon ma mes ton ta tes notre nos votre vos leur leurs que qui"
    " quoi dont dans par pour sur avec est sont etre ne pas plus qu si"
)
LITTLE_ENGLISH = (
    "the an of to in on at for and or is are be was were by with as it its this that these"
    " those from you he she we they your my our their not do does did don"
)
EVERYWHERE = {
    "fr": frozenset(LITTLE_FRENCH.split()),
    "en": frozenset(LITTLE_ENGLISH.split()),
}
"""Words that every text has, folded: looking for them alone finds nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, where it stands, and its folded form."""

    start: int
    end: int
    folded: str


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in composed form (NFC); single letters are none."""
    for found in WORD.finditer(text):
        written = found.group()
        folded = written.lower() if written.isascii() else fold(written)
        if len(folded) >= SHORTEST:
            yield Word(found.start(), found.end(), folded)


def stem(folded: str, locale: str) -> str:
    """What a folded word and its plural have in common."""
    irregular = SINGULAR[locale].get(folded)
    if irregular:
        return irregular
    return _french(folded) if locale == "fr" else _english(folded)


def _french(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 3 and word.endswith(("au", "ail")) and not word.endswith("eau"):
        # hôpitaux and hôpital, travaux and travail
        return word.removesuffix("au").removesuffix("ail") + "al"
    return word


def _english(word: str) -> str:
    if len(word) <= 3:
        return word
    if word.endswith("sis"):
        # crisis and crises
        return word[:-2] + "e"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith(("sse", "she", "che", "xe")):
        # approaches and approach
        return word[:-1]
    # movies and movie, stories and story
    return word[:-2] + "y" if word.endswith("ie") else word
