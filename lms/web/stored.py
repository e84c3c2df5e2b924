"""Files of the store as answers: whole or in parts, and harmless by themselves."""

from __future__ import annotations

import io
from typing import Protocol

from flask import Response, request
from werkzeug.wsgi import FileWrapper

AT_ONCE = 64 * 1024
FOR_EVER = "private, max-age=31536000, immutable"
AGAIN = "private, no-cache"


class Parts(Protocol):
    """What this asks of a store of files."""

    def part_of(self, name: str, start: int, length: int) -> bytes:
        """Some bytes of what is kept."""


class _Kept(io.RawIOBase):
    """A file of the store that can be read from any place."""

    def __init__(self, store: Parts, name: str, size: int) -> None:
        self.store, self.name, self.size, self.place = store, name, size, 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, place: int, whence: int = 0) -> int:
        self.place = place + (0, self.place, self.size)[whence]
        return self.place

    def read(self, length: int = -1) -> bytes:
        wanted = min(AT_ONCE, self.size - self.place) if length < 0 else length
        part = self.store.part_of(self.name, self.place, wanted)
        self.place += len(part)
        return part


def stored_file(
    store: Parts, digest: str, *, size: int, media_type: str, download: str = "", keep: str
) -> Response:
    """The file named `digest`, for one person; `download` names it for whoever saves it.

    A browser may ask for a part, as players do, and is told when it has the file already.
    """
    # Missing bytes are told before the answer has begun.
    store.part_of(digest, 0, 1)
    answer = Response(
        FileWrapper(_Kept(store, digest, size), AT_ONCE),  # type: ignore[arg-type]
        mimetype=media_type,
        direct_passthrough=True,
    )
    return as_file(answer, digest, size, download=download, keep=keep)


def as_file(answer: Response, etag: str, size: int, *, download: str = "", keep: str) -> Response:
    """The headers of a file that somebody else wrote: shown as it is, and never let act."""
    answer.content_length = size
    answer.headers["Cache-Control"] = keep
    # A second policy beside the one of pages: both hold.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    kind = "attachment" if download else "inline"
    answer.headers.set("Content-Disposition", kind, **({"filename": download} if download else {}))
    answer.set_etag(etag)
    # Several parts at once is nothing that a player asks for: it gets the whole.
    parts = "," not in request.headers.get("Range", "")
    answer.make_conditional(request, accept_ranges=parts, complete_length=size)
    return answer
