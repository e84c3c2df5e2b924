"""A curriculum as one ZIP archive: read as from a stranger, written the same each time."""

from __future__ import annotations

from lms.catalogue.rules.archive.choosing import one_programme
from lms.catalogue.rules.archive.faults import ArchiveFault, ArchiveRefused
from lms.catalogue.rules.archive.reader import Archive, read_archive
from lms.catalogue.rules.archive.writer import write_archive

__all__ = [
    "Archive",
    "ArchiveFault",
    "ArchiveRefused",
    "one_programme",
    "read_archive",
    "write_archive",
]
