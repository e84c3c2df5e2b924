"""What may be handed in, where its texts are sealed, and how long drafts of it live."""

from __future__ import annotations

from datetime import timedelta

from lms.catalogue.models import ActivityKind
from lms.vault.rules import Place

WORK_FORM, FEEDBACK_FORM = "work", "feedback"
"""What the drafts of a work and of its feedback are called."""
DRAFTS_KEPT = timedelta(days=90)
HANDED_IN = frozenset({ActivityKind.PRACTICE, ActivityKind.REFLECTION})


def text_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where a text of a work is sealed: under the key of the person whose work it is."""
    return Place("work_texts", public_id, "sealed", person_id, organisation_id)


def name_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where the name of a file is sealed."""
    return Place("work_files", public_id, "sealed", person_id, organisation_id)


def file_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where the file itself is sealed."""
    return Place("work_files", public_id, "file", person_id, organisation_id)
