"""Whether a file is what its name says, and holds nothing that acts by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lms.catalogue.rules.archive.faults import ArchiveFault, fault
from lms.catalogue.rules.archive.places import kind_of
from lms.kernel.text import _

BOM = "\ufeff"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|svg|html|!doctype)\b|(?:java|vb)script\s*:|data:text/html"
    r"|\A#!",
    re.IGNORECASE,
)
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles|OpenAction|AA)\b")


def read_text(path: str, content: bytes) -> str | ArchiveFault:
    """The text with plain line ends; a fault where it is none, or would act by itself."""
    try:
        text = content.decode()
    except UnicodeDecodeError as broken:
        line = content[: broken.start].count(b"\n") + 1
        return fault(path, _("The text is not UTF-8: save the file again as UTF-8."), line)
    plain = text.removeprefix(BOM).replace("\r\n", "\n")
    if strange := CONTROL.search(plain):
        return fault(path, _("The text holds signs that no text needs."), _line(plain, strange))
    if acting := ACTIVE.search(plain):
        told = _("Scripts and web pages are not taken: write this passage in another way.")
        return fault(path, told, _line(plain, acting))
    if kind_of(path) == "vtt" and not plain.startswith("WEBVTT"):
        return fault(path, _("This is not a file of captions: it begins with WEBVTT."), 1)
    return plain


def wrong_media(path: str, content: bytes) -> ArchiveFault | None:
    """A fault where the first bytes are not those of the kind that the name says."""
    kind = kind_of(path)
    if not SIGNS[kind](content):
        told = _("This file is not what its name says: “%(kind)s”.", kind=kind)
        return fault(path, told)
    if kind == "pdf" and ACTIVE_PDF.search(content):
        return fault(path, _("This document acts by itself: save it again without scripts."))
    return None


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda content: content[:4] == b"RIFF" and content[8:12] == form


def _box(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _mp3(content: bytes) -> bool:
    framed = content[:1] == b"\xff" and len(content) > 1 and content[1] & 0xE6 in (0xE2,)
    return content.startswith(b"ID3") or framed


_JPEG = _begins(b"\xff\xd8\xff")
SIGNS: Mapping[str, Callable[[bytes], bool]] = {
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "webp": _riff(b"WEBP"),
    "wav": _riff(b"WAVE"),
    "mp3": _mp3,
    "m4a": _box,
    "mp4": _box,
    "ogg": _begins(b"OggS"),
    "webm": _begins(b"\x1a\x45\xdf\xa3"),
    "pdf": _begins(b"%PDF-"),
    # Office documents are archives themselves; what is inside is looked at when they are taken.
    **dict.fromkeys(("odt", "ods", "odp", "docx", "xlsx", "pptx"), _begins(b"PK\x03\x04")),
}
