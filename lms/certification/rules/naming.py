"""Names: what verification compares, and what files and certificates are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from lms.kernel.folding import fold

LONGEST_NAME = 120
MOST_WORDS = 8


def name_key(words: str) -> str:
    """A name as verification compares it: no case, accents, hyphens or apostrophes."""
    return " ".join(re.findall(r"\w+", fold(words)))


def asked_name(printed_name: str, family_name: str) -> str:
    """The family name that verification asks for, as it stands in the printed name.

    Somebody who prints another name than the account's is asked for its last word.
    """
    printed, family = name_key(printed_name), name_key(family_name)
    if family and f" {family} " in f" {printed} ":
        return family_name.strip()
    return printed_name.split()[-1]


def name_keys_typed(typed: str) -> tuple[str, ...]:
    """What a typed name may stand for: itself, or with given names before or behind it.

    Always the same number of keys, so that a long name takes no other time than a short one.
    """
    words = name_key(typed[:LONGEST_NAME]).split()[:MOST_WORDS]
    endings = [" ".join(words[start:]) for start in range(MOST_WORDS)]
    beginnings = [" ".join(words[:end]) for end in range(1, MOST_WORDS)]
    return (*endings, *beginnings)


def number_of(prefix: str, year: int, rank: int) -> str:
    """PREFIX-2026-000012."""
    return f"{prefix}-{year}-{rank:06}"


def file_name(issued_on: date, family_name: str, given_name: str, otherwise: str) -> str:
    """attestation_2026-11_diop_awa.pdf; without a usable name, what is given otherwise."""
    names = [_plain(family_name), _plain(given_name)]
    tail = "_".join(filter(None, names)) or _plain(otherwise)
    return f"attestation_{issued_on:%Y-%m}_{tail}.pdf"


def distinct_names(names: Iterable[str]) -> Iterator[str]:
    """The names, those already met with _2, _3… before their ending."""
    given: set[str] = set()
    for name in names:
        stem, _dot, ending = name.rpartition(".")
        fresh, rank = name, 2
        while fresh in given:
            fresh, rank = f"{stem}_{rank}.{ending}", rank + 1
        given.add(fresh)
        yield fresh


def _plain(words: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", fold(words)))[:60]
