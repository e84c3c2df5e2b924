"""An archive of named members with a manifest at its end, inside an encrypted stream."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from lms.app.backup.stream import BackupRefused, Opener, Sealer

MANIFEST = "manifest.json"
NEW_FILE, OWNER_ONLY = os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
BUFFER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, with its length and SHA-256 as the manifest says."""

    name: str
    size: int
    sha256: str


@dataclass
class Archive:
    """An archive being written; what is added is hashed on its way."""

    tar: tarfile.TarFile
    members: list[Member] = field(default_factory=list)

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add `size` bytes; `BackupRefused` when the source turns out to be shorter."""
        hashing = _Hashing(content)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, OWNER_ONLY
        try:
            self.tar.addfile(entry, hashing)
        except OSError:
            raise BackupRefused(f"{name} became shorter while it was read") from None
        self.members.append(Member(name, size, hashing.hash.hexdigest()))

    def add_path(self, name: str, path: Path) -> None:
        """Add a file as it is now."""
        with path.open("rb") as content:
            self.add(name, content, os.fstat(content.fileno()).st_size)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a few bytes."""
        self.add(name, io.BytesIO(content), len(content))


class _Hashing(io.RawIOBase):
    def __init__(self, content: IO[bytes]) -> None:
        super().__init__()
        self._content, self.hash = content, sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.hash.update(piece)
        return piece


@contextmanager
def writing(path: Path, key: bytes, kind: str, facts: dict[str, Any]) -> Iterator[Archive]:
    """A new archive at `path`, there whole and on disk at the end, or not at all.

    `facts` stand in the manifest; they may be filled until the end of the block.
    """
    draft = path.with_name(f"{path.name}.partial")
    try:
        with os.fdopen(os.open(draft, NEW_FILE, OWNER_ONLY), "wb") as out:
            sealer = Sealer(out, key, kind)
            with tarfile.open(fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                archive = Archive(tar)
                yield archive
                archive.add_bytes(MANIFEST, _manifest(archive.members, facts))
            sealer.finish()
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def verified(path: Path, keys: Sequence[bytes], kind: str) -> dict[str, Any]:
    """The manifest's facts, after every byte of every member was compared with it."""
    found: dict[str, Member] = {}
    manifest: dict[str, Any] | None = None
    for entry, content in reading(path, keys, kind):
        if entry.name == MANIFEST:
            manifest = json.load(content)
            continue
        found[entry.name] = Member(entry.name, entry.size, _sha256(content))
    if manifest is None:
        raise BackupRefused(f"{path} holds no manifest")
    if {m["name"]: Member(**m) for m in manifest.pop("members")} != found:
        raise BackupRefused(f"{path} does not hold what its manifest says")
    return manifest


def reading(
    path: Path, keys: Sequence[bytes], kind: str
) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """The members in turn, each to be read before the next; `BackupRefused` with one line."""
    try:
        with path.open("rb") as source:
            stream = io.BufferedReader(Opener(source, keys, kind), BUFFER)
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                for entry in tar:
                    content = tar.extractfile(entry)
                    if content is None:
                        raise BackupRefused("holds something that is no file")
                    yield entry, content
            # What follows the last member is sealed too.
            while stream.read(BUFFER):
                continue
    except BackupRefused as refused:
        raise BackupRefused(f"{path} {refused}") from None
    except (OSError, tarfile.TarError) as failure:
        raise BackupRefused(f"{path} cannot be read ({type(failure).__name__})") from None


def sync_folder(folder: Path) -> None:
    """See on disk which names a folder holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(content: IO[bytes]) -> str:
    hashing = _Hashing(content)
    while hashing.read(BUFFER):
        continue
    return hashing.hash.hexdigest()


def _manifest(members: Sequence[Member], facts: dict[str, Any]) -> bytes:
    listed = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in members]
    return json.dumps({**facts, "members": listed}, indent=1, sort_keys=True).encode()
