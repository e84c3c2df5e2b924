"""Verification codes: 15 random signs of Crockford's alphabet and a check sign.

Each sign is an element of GF(32), polynomial x⁵ + x² + 1, weighted by a power of 2. All sixteen
weights differ and none is zero, so any single wrong sign and any swap of neighbours is caught.
"""

from __future__ import annotations

from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SIGNS = 15
LENGTH = RANDOM_SIGNS + 1
LONGEST_TYPED = 64

_BITS = 5
_POLYNOMIAL = 0b100101
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SEPARATORS = frozenset(" -\t\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}‐‑‒–—.")


def code_from(token: str) -> str:
    """The code made of a random token's 75 first bits, once hashed."""
    number = int.from_bytes(sha256(token.encode()).digest(), "big") >> (256 - RANDOM_SIGNS * _BITS)
    signs = (number >> (_BITS * place) & 31 for place in reversed(range(RANDOM_SIGNS)))
    return with_check("".join(ALPHABET[value] for value in signs))


def with_check(signs: str) -> str:
    """The signs followed by their check sign."""
    weighted = 0
    for sign in signs:
        weighted = _doubled(weighted ^ _VALUES[sign])
    return signs + ALPHABET[weighted]


def parse_code(typed: str) -> str | None:
    """The code a person typed or scanned; None when it cannot be one.

    Case, spaces and dashes do not matter; I and L read as 1, O as 0.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    bare = "".join(sign for sign in typed if sign not in _SEPARATORS)
    code = bare.upper().translate(_LOOKALIKES)
    if len(code) != LENGTH or not all(sign in _VALUES for sign in code):
        return None
    return code if with_check(code[:-1]) == code else None


def spaced(code: str) -> str:
    """The code as it is printed: 4-4-4-4."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value
