"""What somebody typed into the search: words to be found, and phrases between quotation marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lms.catalogue.rules.search.words import EVERYWHERE, stem, words_of

LONGEST = 100
MOST_WORDS = 12
PHRASE = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”')


@dataclass(frozen=True, slots=True)
class Query:
    """Stems, each once, and phrases as folded words; nothing of it is kept."""

    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def vague(self) -> bool:
        """Nothing is left to look for."""
        return not self.stems


def read_query(typed: str, locale: str) -> Query:
    """The query in words of one language."""
    text = unicodedata.normalize("NFC", typed)[:LONGEST]
    quoted = ("".join(found.groups("")) for found in PHRASE.finditer(text))
    phrases = (tuple(word.folded for word in words_of(phrase)) for phrase in quoted)
    found = (word.folded for word in words_of(text) if word.folded not in EVERYWHERE[locale])
    stems = tuple(dict.fromkeys(stem(word, locale) for word in found))[:MOST_WORDS]
    return Query(stems, tuple(phrase for phrase in phrases if len(phrase) > 1))
