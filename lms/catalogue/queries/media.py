"""The media of drafts and versions: facts by path."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalogue.models import DraftMedia, MediaFacts, MediaFile, VersionMedia

OF_DRAFT = (
    select(DraftMedia.path, MediaFile)
    .join(MediaFile, MediaFile.id == DraftMedia.media_id)
    .where(DraftMedia.draft_id == bindparam("draft_id"))
    .order_by(DraftMedia.path)
)
OF_VERSION = (
    select(VersionMedia.path, MediaFile)
    .join(MediaFile, MediaFile.id == VersionMedia.media_id)
    .where(VersionMedia.version_id == bindparam("version_id"))
    .order_by(VersionMedia.path)
)
ONE = (
    select(MediaFile)
    .join(DraftMedia, DraftMedia.media_id == MediaFile.id)
    .where(DraftMedia.draft_id == bindparam("draft_id"), DraftMedia.path == bindparam("path"))
)


def media_of_draft(session: Session, draft_id: int) -> dict[str, MediaFacts]:
    """Path → facts of a draft's files."""
    return {path: file.facts for path, file in session.execute(OF_DRAFT, {"draft_id": draft_id})}


def media_of_version(session: Session, version_id: int) -> dict[str, MediaFacts]:
    """Path → facts of a published version's files."""
    rows = session.execute(OF_VERSION, {"version_id": version_id})
    return {path: file.facts for path, file in rows}


def media_at(session: Session, draft_id: int, path: str) -> MediaFacts | None:
    """One file of a draft."""
    found = session.scalars(ONE, {"draft_id": draft_id, "path": path}).one_or_none()
    return found.facts if found else None
