"""Keeping and reading files, wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, Protocol

AT_ONCE = 256 * 1024
PART = 1024 * 1024


class FileDamaged(Exception):
    """The bytes no longer match the name: disk fault or tampering."""


class Store(Protocol):
    """Where files are kept: a folder of this machine, or a bucket that several machines share.

    A missing file is a `FileNotFoundError`; a store that does not answer is a `ServiceAway`.
    """

    def write(self, name: str, content: bytes) -> None:
        """Keep the bytes, safe before returning; a name that is there keeps what it has."""

    def write_from(self, name: str, source: BinaryIO) -> None:
        """The same from a file that is open at its beginning: never whole in memory."""

    def bytes_of(self, name: str) -> bytes:
        """What is kept."""

    def part_of(self, name: str, start: int, length: int) -> bytes:
        """Some bytes of what is kept; fewer at its end."""

    def size_of(self, name: str) -> int:
        """The number of bytes kept."""

    def remove(self, name: str) -> None:
        """Delete; a missing file is gone."""

    def names(self) -> Iterator[str]:
        """Every name."""


def keep(store: Store, content: bytes) -> str:
    """Write the bytes once, safe before returning; the name is their SHA-256 (64 signs)."""
    name = sha256(content).hexdigest()
    store.write(name, content)
    return name


def keep_from(store: Store, source: BinaryIO) -> str:
    """The same for a large file, which is read twice: once for its name, once to be kept."""
    name = name_of(source)
    store.write_from(name, source)
    return name


def name_of(source: BinaryIO) -> str:
    """The SHA-256 of an open file, which is put back to its beginning."""
    source.seek(0)
    digest = sha256()
    while part := source.read(AT_ONCE):
        digest.update(part)
    source.seek(0)
    return digest.hexdigest()


def read(store: Store, name: str) -> bytes:
    """The bytes kept under `name`; `FileNotFoundError` or `FileDamaged`."""
    content = store.bytes_of(name)
    if sha256(content).hexdigest() != name:
        raise FileDamaged(name)
    return content


def copy_to(store: Store, name: str, out: BinaryIO) -> int:
    """Write what is kept to an open file, part by part; how many bytes they are."""
    size = 0
    while part := store.part_of(name, size, PART):
        size += out.write(part)
        if len(part) < PART:
            break
    return size
