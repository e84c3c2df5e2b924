"""How much a portfolio holds, where its files are sealed, and how a title and a text are packed."""

from __future__ import annotations

from lms.drafts.rules import LONGEST
from lms.portfolio.models import PieceKind
from lms.vault.rules import Place

FORM = "portfolio"
"""What the drafts of introductions and own pieces are called."""
LONGEST_TITLE = 120
LONGEST_WORDS = LONGEST - LONGEST_TITLE - 1
MOST_PIECES = 150
MOST_OWN = 30
INTRODUCTION = "introduction"
"""The subject of the one introduction that there is."""
LEDGERS = ("training", "attendance", "supervision")
"""The subjects of hours: each ledger is a piece of its own, and none is added to another."""
WRITTEN = frozenset({PieceKind.INTRODUCTION, PieceKind.OWN})


def packed(title: str, words: str) -> str:
    """A title, which is one line, and a text as one draft."""
    return f"{title}\n{words}" if title or words.strip() else ""


def unpacked(text: str) -> tuple[str, str]:
    """The same the other way round."""
    title, _newline, words = text.partition("\n")
    return title, words


def name_place(public_id: str, person_id: int) -> Place:
    """Where the name of a file is sealed."""
    return Place("portfolio_files", public_id, "sealed", person_id)


def file_place(public_id: str, person_id: int) -> Place:
    """Where the file itself is sealed."""
    return Place("portfolio_files", public_id, "file", person_id)
