"""The anchor file: the head of the chain, signed, kept outside the database."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.journal.operations.chain import seal
from lms.journal.queries.chain import head_of
from lms.journal.rules.marks import Mark, MarkKind, MarkRefused, line_of, mark_in
from lms.kernel.keys import Keys

READABLE_BY_OWNER_AND_GROUP = 0o640


def mark_head(
    apart: Callable[[], AbstractContextManager[Session]],
    path: Path,
    keys: Keys,
    *,
    now: datetime,
    kind: MarkKind = MarkKind.HEAD,
) -> Mark:
    """Seal everything in transactions that `apart` opens, then append the head to the file."""
    sealed = True
    while sealed:
        with apart() as session:
            sealed = seal(session) > 0
            mark = Mark(kind, head_of(session), now)
    write_mark(path, mark, keys)
    return mark


def write_mark(path: Path, mark: Mark, keys: Keys) -> None:
    """Append the mark to the file and see it on disk; makes the file when there is none."""
    line = line_of(mark, keys) + "\n"
    opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, READABLE_BY_OWNER_AND_GROUP)
    try:
        # A line that a power cut tore must not spoil the next one.
        line = line if _ends_whole(opened) else "\n" + line
        os.write(opened, line.encode())
        os.fsync(opened)
    finally:
        os.close(opened)


def marks_in(path: Path, signed_by: str) -> tuple[Mark, ...]:
    """The marks of an anchor file in the order written.

    `MarkRefused` names the first line that is no mark; OSError when there is no file.
    """
    marks = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        try:
            marks.append(mark_in(line, signed_by))
        except MarkRefused as refused:
            raise MarkRefused(f"line {number} {refused}") from None
    return tuple(marks)


def _ends_whole(opened: int) -> bool:
    size = os.fstat(opened).st_size
    return size == 0 or os.pread(opened, 1, size - 1) == b"\n"
