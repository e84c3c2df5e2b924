"""Pure rules of recovery codes: ten, on paper, each long enough that a plain hash keeps it."""

from __future__ import annotations

import unicodedata

from lms.kernel.keys import token_hash

HOW_MANY = 10
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Without i, l, o and u, which people confuse with others."""
LENGTH = 16
RANDOM_BYTES = LENGTH * 5 // 8
LOOKALIKES = str.maketrans("ilo", "110")


def written_code(chance: bytes) -> str:
    """80 random bits as people copy them: `7k2m-…`, four groups of four."""
    number = int.from_bytes(chance[:RANDOM_BYTES], "big")
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def code_hash(person_id: int, typed: str) -> str:
    """What the database keeps of a code, however it was typed; nobody else's code has it."""
    plain = unicodedata.normalize("NFKC", typed).casefold().translate(LOOKALIKES)
    signs = "".join(sign for sign in plain if sign in SIGNS)
    return token_hash(f"{person_id}|{signs}")
