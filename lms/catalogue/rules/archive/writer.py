"""Writing an archive: the same bytes for the same files, whenever and wherever."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP archive can name."""
UNIX = 3
PLAIN_FILE = (stat.S_IFREG | 0o644) << 16
LEVEL = 9


def write_archive(texts: Mapping[str, str], media: Mapping[str, bytes] | None = None) -> bytes:
    """One archive of these files, in the order of their paths."""
    contents = {path: text.encode() for path, text in texts.items()} | dict(media or {})
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        for path in sorted(contents):
            entry = _entry(path, shrinks=path in texts)
            packed.writestr(entry, contents[path], compresslevel=LEVEL)
    return written.getvalue()


def _entry(path: str, *, shrinks: bool) -> ZipInfo:
    entry = ZipInfo(path, date_time=ALWAYS)
    entry.create_system = UNIX
    entry.external_attr = PLAIN_FILE
    entry.compress_type = ZIP_DEFLATED if shrinks else ZIP_STORED
    return entry
