"""Keeping and reading files."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile


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


def path_of(folder: Path, name: str) -> Path:
    """Where a file stands: two signs of its name make a folder."""
    return folder / name[:2] / name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
