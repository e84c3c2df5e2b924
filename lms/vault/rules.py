"""Sealing with AES-256-GCM, the text bound to its place.

A sealed text is `version | person id (8 bytes) | nonce (12 bytes) | ciphertext and tag`. Its
associated data name table, row, column, person and organisation: moved elsewhere, it does not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
HEADER_BYTES = 1 + 8
TAG_BYTES = 16
SEALED_MORE = HEADER_BYTES + NONCE_BYTES + TAG_BYTES
"""How much longer a sealed text or file is than what it holds."""


class SealBroken(Exception):
    """The text does not open here: wrong key, wrong place, or altered."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text stands; `person_id` owns the key, `row` is the row's public id."""

    table: str
    row: str
    column: str
    person_id: int
    organisation_id: int | None = None

    def associated(self) -> bytes:
        """The bytes that bind a sealed text to this place."""
        parts = (self.table, self.row, self.column, self.person_id, self.organisation_id or 0)
        return VERSION + "|".join(map(str, parts)).encode()


def new_key() -> bytes:
    """A random key."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def wrap(wrapping: bytes, person_id: int, key: bytes) -> bytes:
    """A person's key sealed under the wrapping key."""
    return _encrypt(wrapping, key, f"person-key|{person_id}".encode())


def unwrap(wrapping: bytes, person_id: int, wrapped: bytes) -> bytes:
    """The person's key; `SealBroken` under another root key."""
    return _decrypt(wrapping, wrapped, f"person-key|{person_id}".encode())


def unwrap_any(wrapping: Iterable[bytes], person_id: int, wrapped: bytes) -> bytes:
    """The person's key under one of these wrapping keys, tried in turn; else `SealBroken`."""
    for each in wrapping:
        with suppress(SealBroken):
            return unwrap(each, person_id, wrapped)
    raise SealBroken


def wrap_purpose(wrapping: bytes, purpose: str, key: bytes) -> bytes:
    """The key of a purpose, sealed under the wrapping key."""
    return _encrypt(wrapping, key, f"purpose-key|{purpose}".encode())


def unwrap_purpose(wrapping: Iterable[bytes], purpose: str, wrapped: bytes) -> bytes:
    """The key of a purpose under one of these wrapping keys; else `SealBroken`."""
    for each in wrapping:
        with suppress(SealBroken):
            return _decrypt(each, wrapped, f"purpose-key|{purpose}".encode())
    raise SealBroken


def seal(key: bytes, place: Place, words: str) -> bytes:
    """Words sealed for one place."""
    return seal_bytes(key, place, words.encode())


def open_sealed(key: bytes, place: Place, sealed: bytes) -> str:
    """The words; `SealBroken` when they were moved, altered or sealed under another key."""
    return open_bytes(key, place, sealed).decode()


def seal_bytes(key: bytes, place: Place, content: bytes) -> bytes:
    """A document sealed for one place, `SEALED_MORE` bytes longer."""
    header = VERSION + place.person_id.to_bytes(8, "big")
    return header + _encrypt(key, content, place.associated())


def open_bytes(key: bytes, place: Place, sealed: bytes) -> bytes:
    """The document; see `open_sealed`."""
    if sealed[:HEADER_BYTES] != VERSION + place.person_id.to_bytes(8, "big"):
        raise SealBroken
    return _decrypt(key, sealed[HEADER_BYTES:], place.associated())


def open_with_any(keys: Iterable[bytes], place: Place, sealed: bytes) -> str:
    """The words under one of the person's keys, tried in turn; else `SealBroken`."""
    for key in keys:
        with suppress(SealBroken):
            return open_sealed(key, place, sealed)
    raise SealBroken


def opens(key: bytes, place: Place, sealed: bytes) -> bool:
    """Whether these bytes are words that belong to this place, sealed under this key."""
    try:
        open_sealed(key, place, sealed)
    except SealBroken:
        return False
    return True


def has_header(sealed: bytes, person_id: int) -> bool:
    """Whether these bytes begin as a sealed text of this person does, and can hold one."""
    header = VERSION + person_id.to_bytes(8, "big")
    return sealed.startswith(header) and len(sealed) >= HEADER_BYTES + NONCE_BYTES + TAG_BYTES


def _encrypt(key: bytes, plain: bytes, associated: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, associated)


def _decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    except InvalidTag:
        raise SealBroken from None
