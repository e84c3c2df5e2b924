"""Where the open texts of checks and what is said of them are sealed."""

from __future__ import annotations

from lms.vault.rules import Place


def open_answer_place(public_id: str, person_id: int) -> Place:
    """The place that an open text is bound to."""
    return Place("open_answers", public_id, "sealed", person_id)


def typed_answer_place(public_id: str, person_id: int) -> Place:
    """The place that what was typed into a check is bound to."""
    return Place("typed_answers", public_id, "sealed", person_id)


def reply_place(public_id: str, person_id: int) -> Place:
    """The place that a tutor's reply to it is bound to, under the key of whoever it is for."""
    return Place("answer_readings", public_id, "sealed", person_id)
