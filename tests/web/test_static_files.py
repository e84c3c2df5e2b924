"""A static file is sent compressed, but never as it was before its last change."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from werkzeug.test import Client
from werkzeug.wrappers import Response

from lms.web.assets import StaticFiles

COMPRESSED = {"Accept-Encoding": "gzip"}
CSS = "p { margin: 0 } " * 100


def sheet(folder: Path, packed: str) -> Path:
    """A style sheet with a compressed copy that says `packed`, made at the same time."""
    file = folder / "app.css"
    file.write_text(CSS)
    copy = folder / "app.css.gz"
    copy.write_bytes(gzip.compress(packed.encode()))
    os.utime(copy, (file.stat().st_atime, file.stat().st_mtime))
    return file


def read(folder: Path) -> tuple[str, str | None]:
    """What a browser that takes gzip receives, and how it was encoded."""
    server = StaticFiles(Response("elsewhere"), root=str(folder), prefix="static/")
    with Client(server).get("/static/app.css", headers=COMPRESSED, buffered=True) as answer:
        encoding = answer.headers.get("Content-Encoding")
        body = answer.get_data()
    return (gzip.decompress(body) if encoding == "gzip" else body).decode(), encoding


def test_the_compressed_copy_is_sent(tmp_path: Path) -> None:
    sheet(tmp_path, packed=CSS)
    assert read(tmp_path) == (CSS, "gzip")


def test_a_copy_older_than_its_file_is_not_sent(tmp_path: Path) -> None:
    file = sheet(tmp_path, packed="old")
    later = file.stat().st_mtime + 10
    os.utime(file, (later, later))
    assert read(tmp_path) == (CSS, None)
