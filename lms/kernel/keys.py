"""The root key and what is derived from it: cookie secret, keyed digests, wrapping keys."""

from __future__ import annotations

import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT_KEY_BYTES = 32


class Keys:
    """Holds the root key in memory; every use derives a key of its own by purpose."""

    def __init__(self, root: bytes) -> None:
        if len(root) != ROOT_KEY_BYTES:
            raise ValueError(f"the root key has {ROOT_KEY_BYTES} bytes")
        self._root = root
        self.derive = lru_cache(maxsize=64)(self._derive)

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), ROOT_KEY_BYTES, b"sillage", purpose.encode()).derive(self._root)

    def digest(self, purpose: str, *parts: str | int) -> str:
        """A keyed SHA-256 of the parts, as 64 hexadecimal signs; parts cannot run together."""
        message = "".join(f"{len(str(part))}:{part}" for part in parts)
        return hmac.new(self.derive(purpose), message.encode(), sha256).hexdigest()


def token_hash(token: str) -> str:
    """What the database keeps of a random token: it is long enough to need no key."""
    return sha256(token.encode()).hexdigest()
