"""Text folded for comparison: no case, no accents, single spaces."""

from __future__ import annotations

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ß": "ss"})
APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-"})


def fold(words: str) -> str:
    """ "Zoë  BRONTË" → "zoe bronte": for search keys and for the name on the verification page."""
    # Twice: taking signs apart may show capitals, and folding capitals may show accents.
    for _ in range(2):
        lower = unicodedata.normalize("NFKD", words).casefold().translate(LIGATURES)
        words = "".join(sign for sign in lower if not unicodedata.combining(sign))
    return " ".join(words.translate(APOSTROPHES).split())


def fold_address(address: str) -> str:
    """A mail address as a key: case ignored, accents kept."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()
