"""A stream of bytes encrypted piece by piece: as large as it may be, in little memory.

The file is `magic | key id (8) | salt (16) | pieces`. Its key is derived from the backup key, the
salt and the kind of the file. Each piece of 1 MiB is sealed with AES-256-GCM under its number, the
last one also under the mark of the end: none can be altered, left out, moved or cut off.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"SILLAGE-BACKUP-1\n"
KEY_ID_BYTES, SALT_BYTES, TAG_BYTES = 8, 16, 16
PIECE = 1024 * 1024


class BackupRefused(Exception):
    """A backup that cannot be trusted or used; the message is one line for the operator."""


class Sealer(io.RawIOBase):
    """Written to as to a file; `finish` seals the last piece, without which nothing opens."""

    def __init__(self, out: IO[bytes], key: bytes, kind: str) -> None:
        super().__init__()
        salt = os.urandom(SALT_BYTES)
        out.write(MAGIC + _key_id(key) + salt)
        self._out, self._cipher = out, _cipher(key, salt, kind)
        self._held, self._number = bytearray(), 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        """Take the bytes; whole pieces go out at once."""
        self._held += content
        # One byte is always kept back: the last piece is sealed as the last.
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(content)

    def finish(self) -> None:
        """Seal what is left as the end."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), piece, None))
        self._number += 1


class Opener(io.RawIOBase):
    """Read from as from a file; `BackupRefused` as soon as something is not what was sealed."""

    def __init__(self, source: IO[bytes], keys: Sequence[bytes], kind: str) -> None:
        super().__init__()
        head = source.read(len(MAGIC) + KEY_ID_BYTES + SALT_BYTES)
        if not head.startswith(MAGIC) or len(head) < len(MAGIC) + KEY_ID_BYTES + SALT_BYTES:
            raise BackupRefused("is not a backup")
        key_id = head[len(MAGIC) : -SALT_BYTES]
        key = next((one for one in keys if _key_id(one) == key_id), None)
        if key is None:
            raise BackupRefused("was made with another key (SILLAGE_BACKUP_KEY_FILE)")
        self._source, self._cipher = source, _cipher(key, head[-SALT_BYTES:], kind)
        self._next, self._number = source.read(PIECE + TAG_BYTES), 0
        self._open = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the pieces in turn; 0 at the end that was sealed as the end."""
        while not self._open and self._next:
            self._open = memoryview(self._piece())
        count = min(len(buffer), len(self._open))
        buffer[:count] = self._open[:count]
        self._open = self._open[count:]
        return count

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._source.read(PIECE + TAG_BYTES)
        nonce = _nonce(self._number, not self._next)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, sealed, None)
        except InvalidTag:
            raise BackupRefused("is damaged, cut short or altered") from None


def _cipher(key: bytes, salt: bytes, kind: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, f"sillage backup {kind}".encode()).derive(key))


def _key_id(key: bytes) -> bytes:
    return HKDF(SHA256(), KEY_ID_BYTES, None, b"sillage backup key id").derive(key)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
