"""Writing the list of the erased: appended before the database commits, never changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from lms.privacy.rules.erasures import Line, lines_in, missing_from


def append(path: Path, lines: Iterable[Line]) -> int:
    """Add the lines that the list lacks, on disk before returning; how many."""
    words = path.read_text() if path.exists() else ""
    fresh = missing_from(words, lines)
    if not fresh:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    # What a crash cut short must not run into the next line.
    mend = "\n" if words and not words.endswith("\n") else ""
    with path.open("a") as out:
        out.write(mend + "".join(line.written() for line in fresh))
        out.flush()
        os.fsync(out.fileno())
    return len(fresh)


def merge_lists(living: Path, from_backup: Path) -> int:
    """Add what a backup's list knows to the living one, whose lines are never lost; how many."""
    if not from_backup.exists():
        return 0
    return append(living, lines_in(from_backup.read_text()).values())
