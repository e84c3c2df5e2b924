"""Names of files, and the lines that show them in a text."""

from __future__ import annotations

import re
from collections.abc import Collection

from lms.catalogue.models import MediaFacts, MediaKind
from lms.catalogue.rules.media.facts import FOLDER
from lms.kernel.folding import fold

LONGEST = 50
DECORATIVE = "décoratif"
MARKS = re.compile(r"[\[\]\\`]")


def free_name(given: str, ending: str, taken: Collection[str]) -> str:
    """A plain name for a file that somebody calls `given`, unlike those that there are."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(given.rpartition(".")[0])).strip("-")[:LONGEST]
    stem = stem.strip("-") or "file"
    name, number = f"{stem}.{ending}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name


def line_showing(name: str, facts: MediaFacts, words: str, *, decorative: bool = False) -> str:
    """What an author writes in a text to show the file."""
    plain = " ".join(MARKS.sub("", words).split())
    if facts.kind is not MediaKind.IMAGE:
        return f"[{plain}]({FOLDER}/{name})"
    if decorative:
        return f'![]({FOLDER}/{name} "{DECORATIVE}")'
    return f"![{plain}]({FOLDER}/{name})"
