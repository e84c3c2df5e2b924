"""The random number of a browser, by which it is known again; it says nothing else."""

from __future__ import annotations

import re

from flask import current_app, request

OURS = re.compile(r"[A-Za-z0-9_-]{22}")


def cookie_name() -> str:
    """What the cookie is called."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def sent_device() -> str:
    """The number that this browser sent; empty where it has none of ours."""
    sent = request.cookies.get(cookie_name(), "")
    return sent if OURS.fullmatch(sent) else ""
