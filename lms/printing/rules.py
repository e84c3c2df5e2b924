"""Which signs have no place on paper; known before anything is drawn."""

from __future__ import annotations

import unicodedata

_SHAPERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def unprintable_sign(text: str) -> str | None:
    """The first control, direction-changing or unassigned sign of the text, if any."""
    for sign in text:
        if unicodedata.category(sign) in _FORBIDDEN and sign not in _SHAPERS:
            return sign
    return None
