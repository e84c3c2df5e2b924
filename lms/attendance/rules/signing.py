"""When a half-day may be signed, and what a signature covers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(hours=24)
LATE_UNTIL = timedelta(days=31)
"""After the half-day; somebody who comes back even later asks the trainer for a make-up."""


class Window(StrEnum):
    """Where an instant lies for a half-day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    OVER = "over"


def window(starts_at: datetime, ends_at: datetime, now: datetime) -> Window:
    """Open from 15 minutes before to 24 hours after; then late, with a reason; then over."""
    if now < starts_at - OPENS_BEFORE:
        return Window.NOT_YET
    if now <= ends_at + CLOSES_AFTER:
        return Window.OPEN
    return Window.LATE if now <= ends_at + LATE_UNTIL else Window.OVER


def digest_of(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the facts in one spelling."""
    written = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
