"""Which files a module may have beside its texts, and what is known of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lms.catalogue.models import MediaFacts, MediaKind

MEGABYTE = 1024 * 1024
FOLDER = "media"
SLUG = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its type on the web, its largest size, what its first bytes may be taken for.

    `signs` are the endings that puremagic gives to such bytes.
    """

    kind: MediaKind
    type: str
    most_bytes: int
    signs: frozenset[str]


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
ZIPPED = frozenset({".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".zip"})
JPEG = FileKind(MediaKind.IMAGE, "image/jpeg", 15 * MEGABYTE, frozenset({".jpg", ".jpeg"}))


def _document(media_type: str, signs: frozenset[str] = ZIPPED) -> FileKind:
    return FileKind(MediaKind.DOCUMENT, media_type, 15 * MEGABYTE, signs)


KINDS: Mapping[str, FileKind] = {
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": FileKind(MediaKind.IMAGE, "image/png", 15 * MEGABYTE, frozenset({".png"})),
    "webp": FileKind(MediaKind.IMAGE, "image/webp", 15 * MEGABYTE, frozenset({".webp"})),
    "mp3": FileKind(
        MediaKind.AUDIO, "audio/mpeg", 30 * MEGABYTE, frozenset({".mp3", ".mpga", ".mp2"})
    ),
    "m4a": FileKind(MediaKind.AUDIO, "audio/mp4", 30 * MEGABYTE, frozenset({".m4a", ".mp4"})),
    "ogg": FileKind(MediaKind.AUDIO, "audio/ogg", 30 * MEGABYTE, frozenset({".ogg", ".oga"})),
    # Never compressed: a longer one belongs into another format.
    "wav": FileKind(MediaKind.AUDIO, "audio/wav", 10 * MEGABYTE, frozenset({".wav"})),
    "mp4": FileKind(MediaKind.VIDEO, "video/mp4", 100 * MEGABYTE, frozenset({".mp4", ".m4v"})),
    "webm": FileKind(MediaKind.VIDEO, "video/webm", 100 * MEGABYTE, frozenset({".webm"})),
    "pdf": _document("application/pdf", frozenset({".pdf"})),
    "odt": _document(f"{OPEN}.text"),
    "ods": _document(f"{OPEN}.spreadsheet"),
    "odp": _document(f"{OPEN}.presentation"),
    "docx": _document(f"{OFFICE}.wordprocessingml.document"),
    "xlsx": _document(f"{OFFICE}.spreadsheetml.sheet"),
    "pptx": _document(f"{OFFICE}.presentationml.presentation"),
}
MOST_BYTES = max(kind.most_bytes for kind in KINDS.values())
ENDINGS = "|".join(KINDS)
FILE_NAME = re.compile(rf"{NAME}\.(?:{ENDINGS})")
MEDIA = re.compile(rf"modules/{SLUG}/{FOLDER}/{NAME}\.(?:{ENDINGS})")
SIDECAR = re.compile(
    rf"modules/{SLUG}/{FOLDER}/({NAME}\.(?:{ENDINGS}))\.(?:(\w\w)\.md|(\w\w)\.vtt)"
)


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A file of a module as its version keeps it, with what is read instead of it."""

    name: str
    facts: MediaFacts
    transcripts: Mapping[str, str] = field(default_factory=dict)
    """Markdown by language."""
    captions: Mapping[str, str] = field(default_factory=dict)
    """WebVTT by language."""

    def document(self) -> dict[str, Any]:
        """What is stored; `items_of` reads it back."""
        facts = {name: value for name, value in asdict(self.facts).items() if value is not None}
        beside = {"transcripts": dict(self.transcripts), "captions": dict(self.captions)}
        return {
            "name": self.name,
            **facts,
            **{name: texts for name, texts in beside.items() if texts},
        }


def items_of(sheet: Mapping[str, Any]) -> tuple[MediaItem, ...]:
    """The media that a module's sheet names; versions of earlier days have none."""
    return tuple(map(_item, sheet.get(FOLDER, ())))


def _item(stored: Mapping[str, Any]) -> MediaItem:
    facts = MediaFacts(
        kind=MediaKind(stored["kind"]),
        type=stored["type"],
        digest=stored["digest"],
        bytes=stored["bytes"],
        width=stored.get("width"),
        height=stored.get("height"),
        seconds=stored.get("seconds"),
    )
    return MediaItem(
        stored["name"], facts, stored.get("transcripts", {}), stored.get("captions", {})
    )


def is_media(path: str) -> bool:
    """Whether a file of a curriculum is one of these, by its path."""
    return MEDIA.fullmatch(path) is not None


def is_sidecar(path: str) -> bool:
    """Whether a file holds the transcript or the captions of another."""
    return SIDECAR.fullmatch(path) is not None


def name_of(path: str) -> str:
    """The file's own name: what texts refer to, without its folder."""
    return path.rpartition("/")[2]


def kind_named(name: str) -> FileKind | None:
    """What a name says that the file is; None for what is not taken."""
    if FILE_NAME.fullmatch(name) is None:
        return None
    return KINDS[name.rpartition(".")[2]]
