"""How often things may be tried: drawing a document again, verifying a code."""

from __future__ import annotations

from datetime import timedelta

LEASE = timedelta(minutes=3)
"""How long a worker may draw before another takes over: longer than the longest drawing."""

VERIFYING, VERIFYING_FROM_A_NETWORK = 10, 60
VERIFYING_WITHIN = timedelta(minutes=15)
"""Tries at one code, and from one network: an office may have a pile of documents to check."""

_WAITS = (1, 5, 15, 60, 240)
_HOPELESS = timedelta(hours=24)


def wait_after(attempts: int, *, hopeless: bool = False) -> timedelta:
    """The time until the next attempt: minutes, then hours; a day when it cannot help."""
    if hopeless:
        return _HOPELESS
    return timedelta(minutes=_WAITS[min(attempts, len(_WAITS)) - 1])
