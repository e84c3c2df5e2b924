"""Restoring a backup into an empty place: verified first, in one go, or begun again from nothing.

Nothing serves what is half restored: on SQLite the database gets its name last, and everywhere a
mark stands in the data folder until the end.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, make_url

from lms.app.backup.archive import reading, sync_folder, verified
from lms.app.backup.databases import SQLITE, clear, is_empty, load
from lms.app.backup.make import ANCHORS, DATA, DATABASE, ERASURES, KEY_ROWS, KEYS, waiting
from lms.app.backup.stream import BackupRefused
from lms.app.backup.tables import put_keys, table_sums
from lms.app.migrations import head_revision, upgrade
from lms.app.settings import Settings
from lms.kernel.keys import Keys
from lms.privacy.operations.erasure_list import merge_lists
from lms.privacy.rules.erasures import list_path
from lms.storage.operations import keep_from
from lms.vault.queries import check_values

MARK = "restoring"
DRAFTS = ".restore-"


@dataclass(frozen=True, slots=True)
class Source:
    """A backup that was verified to its last byte."""

    data: Path
    keys: Path
    opens: tuple[bytes, ...]
    facts: dict[str, Any]


def verify(data: Path, keys: Path, opens: tuple[bytes, ...], settings: Settings) -> Source:
    """Read both files whole; `BackupRefused` unless they fit together, this code and its key."""
    facts, other = verified(data, opens, DATA), verified(keys, opens, KEYS)
    if facts != other:
        raise BackupRefused(f"{keys} does not belong to {data}")
    engine = make_url(settings.database).get_backend_name()
    if facts["engine"] != engine:
        raise BackupRefused(f"{data} is of {facts['engine']}, this database is {engine}")
    if facts["revision"] > head_revision():
        raise BackupRefused(f"{data} was made by a newer version of this program")
    source = Source(data, keys, opens, facts)
    _refuse_other_root(source, settings)
    return source


def refuse_taken(settings: Settings) -> None:
    """`BackupRefused` where something is already, unless an interrupted restore left it."""
    if _mark_of(settings).exists():
        if _mark_of(settings).read_text() != _place(settings):
            raise BackupRefused(f"{_mark_of(settings)} tells of a restore into another database")
        return
    if not is_empty(settings.database):
        raise BackupRefused("the database is not empty (SILLAGE_DATABASE)")
    if any(True for _name in settings.files.names()):
        raise BackupRefused("the store of files is not empty (SILLAGE_FILES)")


@contextmanager
def restoring(source: Source, settings: Settings) -> Iterator[Settings]:
    """Everything of the backup, migrated; the block mends what a backup cannot know.

    It works on the settings that are given, whose SQLite file has another name until the end.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    draft = _draft_of(settings)
    if is_unfinished(settings):
        for url in {settings.database, draft.database}:
            clear(url)
        for name in list(settings.files.names()):
            settings.files.remove(name)
        for left in settings.data.glob(f"{DRAFTS}*"):
            shutil.rmtree(left, ignore_errors=True)
    _mark(settings)
    with TemporaryDirectory(dir=settings.data, prefix=DRAFTS) as folder:
        _unpack(source, settings, Path(folder))
        load(draft.database, Path(folder) / DATABASE)
        _put_keys(source, draft)
        merge_lists(list_path(settings.data), Path(folder) / ERASURES)
        if not settings.journal_anchor.exists() and (Path(folder) / ANCHORS).exists():
            shutil.copyfile(Path(folder) / ANCHORS, settings.journal_anchor)
    upgrade(draft.database)
    yield draft
    _give_name(draft, settings)
    _mark_of(settings).unlink()
    sync_folder(settings.data)


def is_unfinished(settings: Settings) -> bool:
    """Whether a restore was begun here and did not end."""
    return _mark_of(settings).exists()


def _refuse_other_root(source: Source, settings: Settings) -> None:
    ours = check_values(Keys(settings.root_key, settings.previous_root_key))
    for entry, content in reading(source.keys, source.opens, KEYS):
        for line in content if entry.name == KEY_ROWS else ():
            kept = json.loads(line)
            if kept["table"] == "root_checks" and kept["row"]["digest"] not in ours:
                raise BackupRefused("SILLAGE_ROOT_KEY_FILE: not the key that sealed this backup")


def _unpack(source: Source, settings: Settings, folder: Path) -> None:
    for entry, content in reading(source.data, source.opens, DATA):
        if entry.name in {DATABASE, ERASURES, ANCHORS}:
            with (folder / entry.name).open("wb") as out:
                shutil.copyfileobj(content, out)
        elif entry.name.startswith("files/"):
            with waiting(folder) as copy:
                shutil.copyfileobj(content, copy)
                keep_from(settings.files, copy)


def _put_keys(source: Source, draft: Settings) -> None:
    engine = create_engine(draft.database, poolclass=NullPool)
    with engine.begin() as connection:
        _compare(connection, source)
        for entry, content in reading(source.keys, source.opens, KEYS):
            if entry.name == KEY_ROWS:
                put_keys(connection, content)


def _compare(connection: Connection, source: Source) -> None:
    there = table_sums(connection)
    if there != source.facts["tables"]:
        odd = sorted(set(there.items()) ^ set(source.facts["tables"].items()))
        raise BackupRefused(f"the table {odd[0][0]} is not what was saved")


def _draft_of(settings: Settings) -> Settings:
    url = make_url(settings.database)
    if url.get_backend_name() != SQLITE:
        return settings
    named = url.set(database=f"{url.database}.{MARK}")
    return replace(settings, database=named.render_as_string(hide_password=False))


def _give_name(draft: Settings, settings: Settings) -> None:
    if draft == settings:
        return
    path, final = (Path(str(make_url(one.database).database)) for one in (draft, settings))
    # The last connection is closed: what was in the WAL is in the file.
    with path.open("rb") as written:
        os.fsync(written.fileno())
    path.replace(final)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    sync_folder(final.parent)


def _mark_of(settings: Settings) -> Path:
    return settings.data / MARK


def _mark(settings: Settings) -> None:
    with _mark_of(settings).open("w") as out:
        out.write(_place(settings))
        out.flush()
        os.fsync(out.fileno())
    sync_folder(settings.data)


def _place(settings: Settings) -> str:
    """Which database it is, without its password."""
    return sha256(make_url(settings.database).render_as_string().encode()).hexdigest()
