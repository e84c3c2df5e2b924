"""Static files under addresses that carry their content's hash, so that they may be kept a year."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

A_MOMENT = 0.001
FOLDER = Path(__file__).parent / "static"


@cache
def version_of(name: str) -> str:
    """Ten signs of the file's SHA-256; a missing file is a programming error."""
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file: /static/<name>?v=<hash>."""
    return f"/static/{name}?v={version_of(name)}"


class StaticFiles(WhiteNoise):
    """WhiteNoise that ignores a compressed copy once its file has been changed."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        packed = f"{path}.gz"
        if stat_cache and packed in stat_cache:
            behind = stat_cache[path].st_mtime - stat_cache[packed].st_mtime
            if behind > A_MOMENT:
                stat_cache = {path: stat_cache[path]}
        return super().get_static_file(path, url, stat_cache=stat_cache)
