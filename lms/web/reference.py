"""A reference for each request: in the answer, in every log line, on the page of a failure."""

from __future__ import annotations

import logging
import secrets
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request

BYTES = 6
HEADER = "X-Request-Id"

log = logging.getLogger("sillage.requests")


def install(app: Flask) -> None:
    """Give every request its reference and, when it is over, its line."""
    # First of all, so that a refusal on the way has one too.
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_end)
    app.context_processor(lambda: {"reference": reference})


def reference() -> str:
    """The reference of the request in hand, 12 signs; empty outside a request."""
    return str(g.get("reference", "")) if has_request_context() else ""


def _begin() -> None:
    g.reference = secrets.token_hex(BYTES)
    g.begun = perf_counter()


def _end(answer: Response) -> Response:
    if "reference" not in g:
        return answer
    answer.headers[HEADER] = g.reference
    if log.isEnabledFor(logging.INFO):
        # The endpoint, never the address: addresses hold the ids and codes of people.
        facts = {
            "endpoint": request.endpoint or "",
            "method": request.method,
            "status": answer.status_code,
            "milliseconds": round((perf_counter() - g.begun) * 1000, 1),
        }
        log.info("answered", extra={"facts": facts})
    return answer
