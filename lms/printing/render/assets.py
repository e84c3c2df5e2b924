"""The files a page may use: ours, by name, and nothing else in the world."""

from __future__ import annotations

from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ROOM = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "certificates"
BASE_URL = "https://assets.invalid/"  # a host that can never exist (RFC 2606)

_KINDS = {".ttf": "font/ttf", ".css": "text/css", ".svg": "image/svg+xml"}
_ASSETS = {
    BASE_URL + path.name: path
    for folder in (ROOM / "fonts", TEMPLATES / "assets")
    for path in sorted(folder.iterdir())
    if path.suffix in _KINDS
}


class ClosedFetcher(URLFetcher):  # the library is untyped
    """Serves our named assets; any other address stops the drawing.

    It knows no protocol at all: there is nothing to allow or to forbid one by one.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = _ASSETS.get(url)
        if path is None:
            raise FatalURLFetchingError(f"an attestation fetches nothing: {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _KINDS[path.suffix]})


def font(file_name: str) -> Path:
    return _ASSETS[BASE_URL + file_name]
