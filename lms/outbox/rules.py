"""When a letter is tried again, and when nobody tries any more."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
"""The wait after each failure in turn; the last one repeats."""
TRIED_FOR = timedelta(days=3)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many attempts (at least one) before the next."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def is_hopeless(created_at: datetime, *, now: datetime) -> bool:
    """Whether a letter that failed again has been tried for long enough."""
    return now - created_at >= TRIED_FOR
