"""Reading an archive that anybody may have made: measured on its bytes, never on what it claims."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lms.catalogue.rules.archive.contents import read_text, wrong_media
from lms.catalogue.rules.archive.entries import Entry, wanted_entries
from lms.catalogue.rules.archive.faults import ArchiveFault, ArchiveRefused, refused
from lms.catalogue.rules.archive.places import is_text
from lms.kernel.text import Text, _

MEGABYTE = 1024 * 1024
MOST_BYTES = 32 * MEGABYTE
"""Of the archive itself."""
MOST_UNPACKED = 64 * MEGABYTE
LONGEST_TEXT = 1 * MEGABYTE
LARGEST_MEDIA = 24 * MEGABYTE
MOST_FILES = 2000
MOST_RATIO = 60
"""Texts shrink to a third; a bomb swells a thousand times."""
RATIO_FROM = MEGABYTE
CHUNK = 64 * 1024
LISTED = b"PK\x01\x02"
"""Before each file in the list at the end of an archive."""

# What the standard library says of archives that are none.
BROKEN = (
    BadZipFile,
    EOFError,
    KeyError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """What was read: texts and other files by path; `left` was there and is not needed."""

    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def read_archive(stream: BinaryIO) -> Archive:
    """All files of an archive, or `ArchiveRefused`; nothing is ever written anywhere."""
    size = _measure(stream)
    try:
        with ZipFile(stream) as packed:
            return _read(packed, size)
    except BROKEN:
        raise refused(_("This file is not a ZIP archive, or it is damaged.")) from None


def _measure(stream: BinaryIO) -> int:
    """Its size, once it was seen that its list is short enough to be read at all."""
    size, listed, before = 0, 0, b""
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        listed += (before + chunk).count(LISTED)
        before = chunk[-len(LISTED) + 1 :]
        if size > MOST_BYTES:
            raise refused(_("The archive is too large: %(most)s MB fit.", most=_mb(MOST_BYTES)))
        if listed > MOST_FILES:
            raise refused(_("The archive has too many files: %(most)s fit.", most=MOST_FILES))
    stream.seek(0)
    return size


def _read(packed: ZipFile, size: int) -> Archive:
    infos = packed.infolist()
    if len(infos) > MOST_FILES:
        raise refused(_("The archive has too many files: %(most)s fit.", most=MOST_FILES))
    if sum(info.compress_size for info in infos) > size:
        raise refused(_("Files of the archive lie on top of one another."))
    entries, left = wanted_entries(infos)
    if not entries:
        raise refused(_("The archive is empty."))
    return _sorted_out(_Unpacking(packed, size), entries, left)


def _sorted_out(unpacking: _Unpacking, entries: Sequence[Entry], left: Sequence[str]) -> Archive:
    archive, faults = Archive(left=tuple(left)), []
    for path, info in entries:
        found: str | ArchiveFault | None
        if is_text(path):
            found = read_text(path, unpacking.content(path, info, LONGEST_TEXT))
            if isinstance(found, str):
                archive.texts[path] = found
        else:
            content = unpacking.content(path, info, LARGEST_MEDIA)
            found = wrong_media(path, content)
            archive.media[path] = content
        if isinstance(found, ArchiveFault):
            faults.append(found)
    if faults:
        raise ArchiveRefused(faults)
    return archive


class _Unpacking:
    """Opens files one after the other and stops as soon as they swell too much."""

    def __init__(self, packed: ZipFile, size: int) -> None:
        self.packed = packed
        self.most = min(MOST_UNPACKED, max(RATIO_FROM, size * MOST_RATIO))
        self.taken = 0

    def content(self, path: str, info: ZipInfo, most: int) -> bytes:
        """The bytes of one file, counted while they come."""
        parts, length = [], 0
        with self.packed.open(info) as opened:
            while part := opened.read(CHUNK):
                parts.append(part)
                length += len(part)
                if length > most:
                    raise refused(_too_large(most), path)
                if self.taken + length > self.most:
                    told = _("The archive swells too much when it is opened. Nothing was read.")
                    raise refused(told, path)
        self.taken += length
        return b"".join(parts)


def _too_large(most: int) -> Text:
    return _("This file is too large: %(most)s MB fit.", most=_mb(most))


def _mb(size: int) -> int:
    return size // MEGABYTE
