"""Static files under addresses that carry their content's hash, so that they may be kept a year."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


@cache
def version_of(name: str) -> str:
    """Ten signs of the file's SHA-256; a missing file is a programming error."""
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file: /static/<name>?v=<hash>."""
    return f"/static/{name}?v={version_of(name)}"
