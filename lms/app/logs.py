"""What the processes write to the standard error: one JSON object a line, or plain words."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from lms.app.settings import Settings
from lms.web.errors import trace_of
from lms.web.reference import reference

PLAIN = "%(levelname)s %(name)s: %(message)s"
OTHERS = ("gunicorn.error", "huey")
"""Loggers that bring handlers of their own."""


class JsonLines(logging.Formatter):
    """`at`, `level`, `logger`, `words`, the request's reference, and facts; never a value typed.

    A new line inside the words is written as `\\n`: nobody can forge a line.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "words": record.getMessage(),
        }
        if reference():
            line["request"] = reference()
        if record.exc_info and record.exc_info[1] is not None:
            line["failure"] = trace_of(record.exc_info[1])
        line.update(getattr(record, "facts", {}))
        return json.dumps(line, ensure_ascii=False)


def set_up(settings: Settings) -> None:
    """Send every logger of this process to the standard error in the chosen shape."""
    as_json = settings.log == "json"
    shape = JsonLines() if as_json else logging.Formatter(PLAIN)
    handler = logging.StreamHandler()
    handler.setFormatter(shape)
    # A full disk under the log must not stop the service.
    logging.raiseExceptions = False
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("sillage").setLevel(logging.INFO)
    logging.getLogger("sillage.requests").setLevel(logging.INFO if as_json else logging.WARNING)
    for name in OTHERS:
        for theirs in logging.getLogger(name).handlers:
            theirs.setFormatter(shape)
