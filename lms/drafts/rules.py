"""Where a draft is sealed, and how long it may be."""

from __future__ import annotations

from lms.vault.rules import Place

LONGEST = 10_000
"""Signs of one draft: about four printed pages."""
LONGEST_IN_WORDS = "10\u00a0000"


def place_of(person_id: int, public_id: str) -> Place:
    """The place that a draft's text is bound to."""
    return Place("drafts", public_id, "sealed", person_id)
