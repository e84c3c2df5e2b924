"""Wake the background worker after a commit: a doorbell that costs little and never fails."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import current_app

BELL = "sillage.bell"
"""The name under `app.extensions` of what rings; absent where no worker listens (tests)."""

log = logging.getLogger("sillage")


def nudge() -> None:
    """Ask the worker to look now; when it cannot be reached, its next round finds the work."""
    ring: Callable[[], None] | None = current_app.extensions.get(BELL)
    if ring is None:
        return
    try:
        ring()
    except Exception as failure:  # the answer is already decided, whatever happens here
        log.warning("the worker was not woken: %s", type(failure).__name__)
