"""How an export is handed out."""

from __future__ import annotations

from flask import Response
from sqlalchemy.orm import Session, sessionmaker

from lms.exports.queries import ReadyExport, opened_parts


def as_download(factory: sessionmaker[Session], export: ReadyExport, name: str) -> Response:
    """The archive as a file of this name and its day, opened piece by piece, kept by nobody."""
    answer = Response(opened_parts(factory, export), mimetype="application/zip")
    answer.content_length = export.size
    answer.headers["Cache-Control"] = "private, no-store"
    named = f"{name}_{export.ready_at:%Y-%m-%d}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=named)
    return answer
