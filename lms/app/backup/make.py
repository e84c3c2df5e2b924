"""Making a backup while people work: two files that belong together, then the old ones go."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Any, BinaryIO, cast

from lms.app.backup.archive import Archive, writing
from lms.app.backup.databases import Snapshot, snapshot, without_keys
from lms.app.backup.stream import BackupRefused
from lms.app.backup.tables import key_lines, revision_of, table_sums
from lms.app.settings import Settings
from lms.privacy.rules.erasures import list_path
from lms.storage.operations import copy_to

DATA, KEYS = "data", "keys"
DRAFTS = ".backup-"
IN_MEMORY = 1024 * 1024
"""Of one file; what is larger waits in the folder."""
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"sillage-(\d{8}T\d{6}Z)\.(data|keys)")
DATABASE, KEY_ROWS, ERASURES, ANCHORS = "database", "keys.jsonl", "erasures.jsonl", "anchors.jsonl"


@dataclass(frozen=True, slots=True)
class Made:
    """The two files of a backup."""

    data: Path
    keys: Path


@dataclass(frozen=True, slots=True)
class KeptFor:
    """How long backups are kept; those of the keys may go sooner, which closes the rest."""

    data: timedelta
    keys: timedelta


def make_backup(
    settings: Settings, key: bytes, target: Path, *, backup_id: str, now: datetime
) -> Made:
    """Write both files into the folder; `BackupRefused` when it cannot be done."""
    stem = f"sillage-{now.astimezone(UTC):{STAMP}}"
    made = Made(target / f"{stem}.{DATA}", target / f"{stem}.{KEYS}")
    if made.data.exists() or made.keys.exists():
        raise BackupRefused(f"{made.data} is there already")
    facts = {"format": 1, "backup": backup_id, "made_at": now.isoformat()}
    with (
        TemporaryDirectory(dir=settings.data, prefix=DRAFTS) as folder,
        snapshot(settings.database, Path(folder)) as taken,
    ):
        known = {**facts, **_facts_of(taken)}
        # The keys first: wherever there is a file of data, there is one of its keys.
        with writing(made.keys, key, KEYS, known) as archive:
            archive.add_path(KEY_ROWS, _key_rows(taken, Path(folder)))
        database = without_keys(taken)
        with writing(made.data, key, DATA, known) as archive:
            archive.add_path(DATABASE, database)
            _add_files(archive, settings, Path(folder))
    return made


@contextmanager
def alone(data: Path, target: Path) -> Iterator[None]:
    """Make the folder, let one backup of this server work at a time; clears what a killed one left.

    A snapshot that stayed behind would outlive everybody who is erased meanwhile.
    """
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(data, os.O_RDONLY)
    try:
        _lock(handle)
        for left in data.glob(f"{DRAFTS}*"):
            shutil.rmtree(left)
        for left in target.glob("sillage-*.partial"):
            left.unlink()
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupRefused("another backup of this server is being written") from None


def forget_old(target: Path, kept: KeptFor, *, now: datetime) -> list[Path]:
    """Delete the backups of this folder that are too old; which."""
    gone = []
    for path in sorted(target.iterdir()):
        named = NAME.fullmatch(path.name)
        if named is None:
            continue
        age = now - datetime.strptime(named[1], STAMP).replace(tzinfo=UTC)
        if age > (kept.data if named[2] == DATA else kept.keys):
            path.unlink()
            gone.append(path)
    return gone


def waiting(folder: Path) -> BinaryIO:
    """A file without a name: in memory while it is small, then in the folder."""
    return cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY, dir=str(folder)))


def _key_rows(taken: Snapshot, folder: Path) -> Path:
    rows = folder / KEY_ROWS
    with rows.open("w") as out:
        out.writelines(key_lines(taken.connection))
    return rows


def _facts_of(taken: Snapshot) -> dict[str, Any]:
    return {
        "engine": taken.engine,
        "revision": revision_of(taken.connection),
        "tables": table_sums(taken.connection),
    }


def _add_files(archive: Archive, settings: Settings, folder: Path) -> None:
    for name in settings.files.names():
        # Copied first: an archive cannot take back the beginning of a file that goes meanwhile.
        with waiting(folder) as copy:
            try:
                size = copy_to(settings.files, name, copy)
            except FileNotFoundError:
                # Somebody's documents were erased since the snapshot: they are not wanted back.
                continue
            copy.seek(0)
            archive.add(f"files/{name}", copy, size)
    for name, path in ((ERASURES, list_path(settings.data)), (ANCHORS, settings.journal_anchor)):
        if path.exists():
            archive.add_path(name, path)
