"""A folder of this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Folder:
    """Files on this disk; two signs of a name make a folder of its own."""

    path: Path

    def path_of(self, name: str) -> Path:
        """Where a file stands."""
        return self.path / name[:2] / name

    def write(self, name: str, content: bytes) -> None:
        """On disk before returning, whole or not at all."""
        self.write_from(name, BytesIO(content))

    def write_from(self, name: str, source: BinaryIO) -> None:
        """The same from an open file."""
        target = self.path_of(name)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            shutil.copyfileobj(source, draft, AT_ONCE)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(target)
        _sync(target.parent)

    def bytes_of(self, name: str) -> bytes:
        """What is kept."""
        return self.path_of(name).read_bytes()

    def part_of(self, name: str, start: int, length: int) -> bytes:
        """Some bytes of what is kept."""
        with self.path_of(name).open("rb") as kept:
            kept.seek(start)
            return kept.read(length)

    def size_of(self, name: str) -> int:
        """The number of bytes kept."""
        return self.path_of(name).stat().st_size

    def remove(self, name: str) -> None:
        """On disk before returning; a missing file is gone."""
        target = self.path_of(name)
        target.unlink(missing_ok=True)
        if target.parent.exists():
            _sync(target.parent)

    def names(self) -> Iterator[str]:
        """Every name; what a killed writer left behind has another shape."""
        for path in sorted(self.path.glob("??/*")):
            if len(path.name) == NAME_LENGTH:
                yield path.name


NAME_LENGTH = 64
AT_ONCE = 256 * 1024


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
