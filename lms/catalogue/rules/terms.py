"""Where terms of the glossary stand in a text: the first place of each becomes a link."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from markdown_it.token import Token

from lms.catalogue.rules.glossary import Entry
from lms.catalogue.rules.search.words import Word, stem, words_of

BETWEEN = re.compile(r"[\s\u2019'-]*(?:\w[\u2019'])?")
"""What may stand between two words of one term: « pouvoir d’agir », not « pouvoir. Agir »."""
LINKS = {"link_open": 1, "link_close": -1}


class Form(NamedTuple):
    """One way to write a term; `exact` for initials, which are not the word of the same letters."""

    stems: tuple[str, ...]
    exact: str
    entry: Entry


@dataclass(frozen=True, eq=False)
class Terms:
    """The forms to look for in one language, by their first stem, the longest first."""

    locale: str
    forms: Mapping[str, Sequence[Form]]


def terms_of(entries: Iterable[Entry], locale: str) -> Terms:
    """What to look for in the texts of a version."""
    forms: dict[str, list[Form]] = defaultdict(list)
    for entry in entries:
        for variant in entry.variants if entry.in_texts else ():
            stems = tuple(stem(word.folded, locale) for word in words_of(variant))
            exact = variant if variant.isupper() else ""
            if stems:
                forms[stems[0]].append(Form(stems, exact, entry))
    for found in forms.values():
        found.sort(key=lambda form: -len(form.stems))
    return Terms(locale, dict(forms))


def link_terms(tokens: Sequence[Token], terms: Terms, page: str) -> None:
    """Turn the first place of each term into a link to its entry on the glossary's page.

    Not in headings, nor inside another link or code.
    """
    seen: set[int] = set()
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type not in ("heading_open", "th_open"):
            token.children = list(_linked(token.children or (), terms, page, seen))


def _linked(children: Sequence[Token], terms: Terms, page: str, seen: set[int]) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += LINKS.get(child.type, 0)
        if child.type != "text" or inside:
            yield child
            continue
        text, place = unicodedata.normalize("NFC", child.content), 0
        for start, end, entry in places(text, terms, seen):
            yield _text(text[place:start])
            attrs: dict[str, str | int | float] = {
                "href": f"{page}#{entry.name}",
                "class": "term",
                # Shown beside the word by the stylesheet, under a pointer or the keyboard's focus.
                "data-meaning": entry.meaning,
            }
            yield Token("link_open", "a", 1, attrs=attrs)
            yield _text(text[start:end])
            yield Token("link_close", "a", -1)
            place = end
        yield _text(text[place:])


def places(text: str, terms: Terms, seen: set[int]) -> Iterator[tuple[int, int, Entry]]:
    """Start and end of each term that was not `seen` yet; notes it as seen."""
    words = list(words_of(text))
    free = 0
    for number, word in enumerate(words):
        for form in terms.forms.get(stem(word.folded, terms.locale), ()):
            run = words[number : number + len(form.stems)]
            if word.start < free or form.entry.number in seen or not _is(run, text, form, terms):
                continue
            free = run[-1].end
            seen.add(form.entry.number)
            yield word.start, free, form.entry


def _is(run: Sequence[Word], text: str, form: Form, terms: Terms) -> bool:
    if tuple(stem(word.folded, terms.locale) for word in run) != form.stems:
        return False
    if form.exact:
        return text[run[0].start : run[-1].end] == form.exact
    gaps = (text[a.end : b.start] for a, b in pairwise(run))
    return all(BETWEEN.fullmatch(gap) for gap in gaps)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
