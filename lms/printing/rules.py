"""Which signs have no place on paper, and how often a drawing may be tried again."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

LEASE = timedelta(minutes=3)
"""How long a worker may draw before another takes over: longer than the longest drawing."""

_WAITS = (1, 5, 15, 60, 240)
_HOPELESS = timedelta(hours=24)
_SHAPERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def unprintable_sign(text: str) -> str | None:
    """The first control, direction-changing or unassigned sign of the text, if any."""
    for sign in text:
        if unicodedata.category(sign) in _FORBIDDEN and sign not in _SHAPERS:
            return sign
    return None


def wait_after(attempts: int, *, hopeless: bool = False) -> timedelta:
    """The time until the next attempt: minutes, then hours; a day when it cannot help."""
    if hopeless:
        return _HOPELESS
    return timedelta(minutes=_WAITS[min(attempts, len(_WAITS)) - 1])
