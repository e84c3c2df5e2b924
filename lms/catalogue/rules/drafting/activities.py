"""The activities of a module.toml: each is a piece of the text, so that the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lms.catalogue.rules.drafting.front import Table, read_sheet, text_of, with_entries

BEGINS = re.compile(r"^\[\[activity\]\][ \t]*(?:#.*)?$", re.MULTILINE)
BELOW = re.compile(r"^(\[\[?)activity\.", re.MULTILINE)
HEADER = re.compile(r"^(\[\[?)(?=[\w-]+(?:\.[\w-]+)*\]\]?[ \t]*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One activity: its part of the text, and what it says."""

    text: str
    entry: Table

    @property
    def slug(self) -> str:
        return text_of(self.entry.get("slug"))


def pieces_of(text: str) -> tuple[str, tuple[Piece, ...]]:
    """What stands before the activities, and each of them."""
    starts = [found.start() for found in BEGINS.finditer(text)]
    if not starts:
        return text, ()
    ends = [*starts[1:], len(text)]
    parts = (text[start:end] for start, end in zip(starts, ends, strict=True))
    return text[: starts[0]], tuple(Piece(part, _entry(part)) for part in parts)


def put_together(head: str, pieces: Iterable[Piece]) -> str:
    """The text of a module.toml again."""
    bodies = (piece.text.strip("\n") for piece in pieces)
    return "\n\n".join([part for part in (head.rstrip("\n"), *bodies) if part]) + "\n"


def with_activity(piece: Piece, entries: Table) -> Piece:
    """The same activity with these entries."""
    if all(piece.entry.get(name) == value for name, value in entries.items()):
        return piece
    inner = BELOW.sub(r"\1", BEGINS.sub("", piece.text, count=1).lstrip("\n"))
    changed = HEADER.sub(r"\1activity.", with_entries(inner, entries))
    text = f"[[activity]]\n{changed}"
    return Piece(text, _entry(text))


def new_activity(entries: Table) -> Piece:
    """An activity that was not there."""
    return with_activity(Piece("[[activity]]\n", {}), entries)


def _entry(text: str) -> Table:
    found: Any = read_sheet(text).get("activity")
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
