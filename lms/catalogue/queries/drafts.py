"""Reading drafts of programmes, and the files of published versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.catalogue.models import (
    DraftFile,
    DraftReview,
    ProgrammeDraft,
    Verdict,
    VersionFile,
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a draft: its text, the draft's revision that wrote it, who and when."""

    text: str
    version: int
    author: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a second person said."""

    name: str
    verdict: Verdict
    words: str
    decided_at: datetime


DRAFT = select(ProgrammeDraft).where(
    ProgrammeDraft.organisation_id == bindparam("organisation_id"),
    ProgrammeDraft.public_id == bindparam("public_id"),
)
FILES = select(DraftFile.path, DraftFile.text).where(DraftFile.draft_id == bindparam("draft_id"))
KEPT = (
    select(
        DraftFile.path, DraftFile.text, DraftFile.version, Person.screen_name, DraftFile.changed_at
    )
    .join(Person, Person.id == DraftFile.changed_by)
    .where(DraftFile.draft_id == bindparam("draft_id"))
)
REVIEWS = (
    select(Person.screen_name, DraftReview.verdict, DraftReview.words, DraftReview.decided_at)
    .join(Person, Person.id == DraftReview.reviewer_id)
    .where(DraftReview.draft_id == bindparam("draft_id"))
    .order_by(DraftReview.id.desc())
    .limit(50)
)


def draft_at(
    session: Session, organisation_id: int | None, public_id: str
) -> ProgrammeDraft | None:
    """A draft of this organisation, whatever its state."""
    asked = {"organisation_id": organisation_id, "public_id": public_id}
    return session.scalars(DRAFT, asked).one_or_none()


def files_of(session: Session, draft_id: int) -> dict[str, str]:
    """The files of a draft: path → text."""
    rows = session.execute(FILES, {"draft_id": draft_id})
    return {row.path: row.text for row in rows}


def kept_files(session: Session, draft_id: int) -> dict[str, KeptFile]:
    """The same, with who wrote each last."""
    rows = session.execute(KEPT, {"draft_id": draft_id})
    return {row[0]: KeptFile(*row[1:]) for row in rows}


def reviews_of_draft(session: Session, draft_id: int) -> tuple[Reviewed, ...]:
    """What was said of a draft, the newest first."""
    return tuple(Reviewed(*row) for row in session.execute(REVIEWS, {"draft_id": draft_id}))


def source_of(session: Session, version_id: int) -> dict[str, str]:
    """The exact files of a published version; empty when it was published in earlier days."""
    rows = session.execute(
        select(VersionFile.path, VersionFile.text).where(VersionFile.version_id == version_id)
    )
    return {row.path: row.text for row in rows}
