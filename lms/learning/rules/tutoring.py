"""Exchanges with tutors: where their words are sealed, and how long they may be."""

from __future__ import annotations

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.vault.rules import Place

LONGEST = 5_000
"""Signs of one message: about two printed pages."""
LONGEST_IN_WORDS = "5\u00a0000"


def message_place(public_id: str, trainee_id: int, organisation_id: int) -> Place:
    """Under the key of the person in training, whoever wrote it."""
    return Place("tutor_messages", public_id, "sealed", trainee_id, organisation_id)


def refuse_words(words: str) -> None:
    """`RuleBroken` for an empty message and for one that is too long."""
    if not words.strip():
        raise RuleBroken("text", _("Write your message first."))
    if len(words) > LONGEST:
        raise RuleBroken(
            "text",
            _(
                "This message has %(length)s signs, %(most)s fit. Shorten it, or send it in two.",
                length=len(words),
                most=LONGEST_IN_WORDS,
            ),
        )
