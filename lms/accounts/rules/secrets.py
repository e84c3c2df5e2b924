"""Sealing the secret of an authenticator app, bound to the row that holds it.

The vault stands above accounts and seals what people write; this is the account's own secret.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lms.kernel.keys import Keys

PURPOSE = "authenticator secrets"
NONCE_BYTES = 12


class SecretLost(Exception):
    """The secret does not open here: another root key, another place, or altered."""


def seal_secret(keys: Keys, place: str, secret: str, *, nonce: bytes) -> bytes:
    """The secret, which opens at this place only; `nonce` is 12 random bytes."""
    return nonce + AESGCM(keys.derive(PURPOSE)).encrypt(nonce, secret.encode(), place.encode())


def open_secret(keys: Keys, place: str, sealed: bytes) -> str:
    """The secret, or `SecretLost`."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(keys.derive(PURPOSE)).decrypt(nonce, rest, place.encode()).decode()
    except (InvalidTag, ValueError):
        raise SecretLost from None
