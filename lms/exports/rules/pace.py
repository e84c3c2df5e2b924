"""How often an export may be asked for, how long it is kept, and when a failed one is retried."""

from __future__ import annotations

from datetime import timedelta

from lms.exports.models import ExportKind

ASKED_EVERY = {
    ExportKind.EVERYTHING: timedelta(hours=1),
    ExportKind.PORTFOLIO: timedelta(minutes=5),
}
KEPT_FOR = timedelta(hours=24)
PART_BYTES = 512 * 1024
MOST_BYTES = 256 * 1024 * 1024
"""An archive that grows past this is given up rather than filling the disk."""
MOST_ATTEMPTS = 6
TAKEN_UP_AFTER = timedelta(minutes=5)
"""An attempt that has not ended by then was killed: another worker may take it up."""
WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 60))


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts (at least one)."""
    return WAITS[min(attempts, len(WAITS)) - 1]
