"""The root key, what is derived from it, and the keys by purpose that outlive it.

A root key can be rotated: what it wraps is wrapped again, what it signs for a while (cookies)
starts anew. Keyed digests that the database keeps must not change with it, so their keys are kept
in the database, wrapped (see `lms.vault`); until they are taken up, the root key yields the same.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT_KEY_BYTES = 32
PASSING = frozenset(
    {"cookies", "root check", "wrap person keys", "wrap keyring", "backup", "passkey challenge"}
)
"""Purposes whose key changes with the root key."""
LASTING = frozenset(
    {
        "supervision signature",
        "supervision facts shown",
        "certificate code",
        "certificate family name",
        "throttle",
        "authenticator secrets",
        "journal marks",
        "erasure list",
        "signature sheets",
    }
)
"""Purposes whose digests are kept: their keys survive every rotation of the root key."""


class Keys:
    """Holds the root key in memory, and the one before it while everything is wrapped again."""

    def __init__(self, root: bytes, previous: bytes | None = None) -> None:
        self._roots = (root,) if previous is None else (root, previous)
        if any(len(key) != ROOT_KEY_BYTES for key in self._roots):
            raise ValueError(f"the root key has {ROOT_KEY_BYTES} bytes")
        self._lasting: Mapping[str, bytes] = {}
        self.derive_each = lru_cache(maxsize=64)(self._derive_each)

    @property
    def roots(self) -> int:
        """How many root keys are held: two while one replaces the other."""
        return len(self._roots)

    def hold(self, lasting: Mapping[str, bytes]) -> None:
        """Take up the keys by purpose that the database keeps."""
        self._lasting = dict(lasting)

    def derive(self, purpose: str) -> bytes:
        """The 32-byte key of a purpose, which is listed in this module or refused."""
        if purpose in self._lasting:
            return self._lasting[purpose]
        return self.derive_each(purpose)[0]

    def _derive_each(self, purpose: str) -> tuple[bytes, ...]:
        """The key of a purpose under every root key that is held, the newest first."""
        if purpose not in PASSING | LASTING:
            raise ValueError(f"the purpose {purpose!r} is in no list of lms.kernel.keys")
        return tuple(_derive(root, purpose) for root in self._roots)

    def digest(self, purpose: str, *parts: str | int) -> str:
        """A keyed SHA-256 of the parts, as 64 hexadecimal signs; parts cannot run together."""
        return keyed_digest(self.derive(purpose), *parts)


def keyed_digest(key: bytes, *parts: str | int) -> str:
    """An HMAC-SHA-256 of the parts, each with its length, as 64 hexadecimal signs."""
    message = "".join(f"{len(str(part))}:{part}" for part in parts)
    return hmac.new(key, message.encode(), sha256).hexdigest()


def _derive(root: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), ROOT_KEY_BYTES, b"sillage", purpose.encode()).derive(root)


def token_hash(token: str) -> str:
    """What the database keeps of a random token: it is long enough to need no key."""
    return sha256(token.encode()).hexdigest()
