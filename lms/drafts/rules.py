"""Where a draft is sealed, how long it may be, and how a form is packed into one."""

from __future__ import annotations

import json
from datetime import timedelta

from lms.vault.rules import Place

LONGEST = 10_000
"""Signs of one draft: about four printed pages."""
LONGEST_IN_WORDS = "10\u00a0000"


def place_of(person_id: int, public_id: str) -> Place:
    """The place that a draft's text is bound to."""
    return Place("drafts", public_id, "sealed", person_id)


KEPT_FORM = "kept form"
"""What a form kept over a sign-in is called among drafts."""
KEPT_FOR = timedelta(hours=24)
MOST_KEPT = 20
MOST_BYTES = 128 * 1024
"""Of one form, packed: more than any page of ours can send."""


def packed(path: str, values: tuple[tuple[str, str], ...]) -> str:
    """A form as one text: where it is sent, and what was typed, in its order."""
    return json.dumps([path, values], ensure_ascii=False)


def unpacked(words: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The same the other way round."""
    path, values = json.loads(words)
    return path, tuple((name, value) for name, value in values)
