"""Keeping and reading files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel.database import insert_new
from lms.storage.models import UnwantedFile

FORGOTTEN_AT_ONCE = 200


class FileDamaged(Exception):
    """The bytes no longer match the name: disk fault or tampering."""


def keep(folder: Path, content: bytes) -> str:
    """Write the bytes once, on disk before returning; the name is their SHA-256 (64 signs)."""
    name = sha256(content).hexdigest()
    target = path_of(folder, name)
    if target.exists():
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(target)
    _sync(target.parent)
    return name


def read(folder: Path, name: str) -> bytes:
    """The bytes kept under `name`; `FileNotFoundError` or `FileDamaged`."""
    content = path_of(folder, name).read_bytes()
    if sha256(content).hexdigest() != name:
        raise FileDamaged(name)
    return content


def forget(folder: Path, name: str) -> None:
    """Delete the bytes kept under `name`, on disk before returning; a missing file is gone."""
    target = path_of(folder, name)
    target.unlink(missing_ok=True)
    if target.parent.exists():
        _sync(target.parent)


def unwanted(session: Session, name: str, *, due_at: datetime) -> None:
    """Ask for a file's deletion in the transaction that makes it useless; see `due_files`."""
    insert_new(session, UnwantedFile, name=name, due_at=due_at)


def due_files(session: Session, *, now: datetime) -> Sequence[str]:
    """The next files to delete; their rows go once they are gone (`deleted`)."""
    due = select(UnwantedFile.name).where(UnwantedFile.due_at <= now).order_by(UnwantedFile.name)
    return session.scalars(due.limit(FORGOTTEN_AT_ONCE)).all()


def deleted(session: Session, names: Sequence[str]) -> None:
    """These files are gone from the store."""
    session.execute(delete(UnwantedFile).where(UnwantedFile.name.in_(names)))


def size_of(folder: Path, name: str) -> int:
    """The number of bytes kept under `name`."""
    return path_of(folder, name).stat().st_size


def path_of(folder: Path, name: str) -> Path:
    """Where a file stands: two signs of its name make a folder."""
    return folder / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
