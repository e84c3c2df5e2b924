"""Reading one's own drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.drafts.models import Draft
from lms.drafts.rules import place_of
from lms.kernel.keys import Keys
from lms.vault.operations import open_each


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft's words, its version and when it was saved."""

    text: str
    version: int
    updated_at: datetime


def drafts_of(
    session: Session, keys: Keys, person_id: int, form: str, subjects: Sequence[str]
) -> dict[str, OpenDraft]:
    """The person's drafts of a form by subject; two statements at most."""
    rows = session.scalars(
        select(Draft).where(
            Draft.person_id == person_id, Draft.form == form, Draft.subject.in_(subjects)
        )
    ).all()
    places = [(place_of(person_id, row.public_id), row.sealed) for row in rows]
    texts = open_each(session, keys, person_id, places)
    return {
        row.subject: OpenDraft(text, row.version, row.updated_at)
        for row, text in zip(rows, texts, strict=True)
    }
