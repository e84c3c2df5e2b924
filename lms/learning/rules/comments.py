"""Comments on passages: where their words are sealed, and how long words may be."""

from __future__ import annotations

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _
from lms.vault.rules import Place

LONGEST = 3_000
"""Signs of a comment or of an answer: more than a printed page."""
LONGEST_IN_WORDS = "3\u00a0000"


def comment_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Under the key of the reader who wrote it, in the organisation whose authors read it."""
    return Place("passage_comments", public_id, "sealed", person_id, organisation_id)


def refuse_words(words: str, missing: Text) -> None:
    """`RuleBroken` for no words at all, and for too many."""
    if not words.strip():
        raise RuleBroken("text", missing)
    if len(words) > LONGEST:
        raise RuleBroken(
            "text",
            _(
                "This text has %(length)s signs, %(most)s fit. Shorten it, or write it in two.",
                length=len(words),
                most=LONGEST_IN_WORDS,
            ),
        )
