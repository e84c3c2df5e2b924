"""Images, sounds, films and documents: their bytes are in the store under their digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, choice


class MediaKind(StrEnum):
    """How a file is shown."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFacts:
    """What the reader of a curriculum knows of a file: its bytes stay in the store.

    Width and height in pixels, `seconds` of sound or film; None where nobody knows.
    """

    kind: MediaKind
    type: str
    digest: str
    bytes: int
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


class MediaFile(Base):
    """What is known of a file that programmes show. Personal data: none that we know of.

    Whoever writes a programme answers for what a picture shows; a file that nothing shows any more
    is deleted.
    """

    __tablename__ = "media_files"
    __table_args__ = (CheckConstraint("bytes > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of its bytes, and their name in the store."""
    kind: Mapped[MediaKind] = mapped_column(choice(MediaKind))
    type: Mapped[str]
    bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    seconds: Mapped[int | None]
    added_at: Mapped[datetime]

    @property
    def facts(self) -> MediaFacts:
        """The same for the reader of a curriculum."""
        return MediaFacts(
            kind=self.kind,
            type=self.type,
            digest=self.digest,
            bytes=self.bytes,
            width=self.width,
            height=self.height,
            seconds=self.seconds,
        )


class DraftMedia(Base):
    """A file of a draft, by its path. Personal data: none."""

    __tablename__ = "draft_media"

    draft_id: Mapped[int] = mapped_column(ForeignKey("programme_drafts.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_files.id"), index=True)


class VersionMedia(Base):
    """A file of a published version, by its path. Personal data: none."""

    __tablename__ = "version_media"

    version_id: Mapped[int] = mapped_column(ForeignKey("programme_versions.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_files.id"), index=True)
