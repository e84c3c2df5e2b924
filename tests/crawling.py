"""Walks every page that somebody can reach by links, and reads what was handed out on the way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pypdf
from lxml import html

from tests.client import Client

MOST_PAGES = 400


@dataclass
class Seen:
    """What one person was shown: the text of each address, markup included."""

    pages: dict[str, str] = field(default_factory=dict)

    def where(self, words: str) -> list[str]:
        """The addresses whose answer holds the words, however their spaces are set."""
        wanted = " ".join(words.split())
        return [path for path, text in self.pages.items() if wanted in text]


def walk(client: Client, starts: Iterable[str], most: int | None = None) -> Seen:
    """Open these addresses and all that they link to, once for each set of query names.

    `most`: after so many it has seen enough; otherwise links must come to an end.
    """
    seen = Seen()
    shapes: set[tuple[str, frozenset[str]]] = set()
    waiting = list(starts)
    while waiting and (most is None or len(shapes) < most):
        address = waiting.pop(0)
        parts = urlsplit(address)
        shape = (parts.path, frozenset(name for name, _value in parse_qsl(parts.query)))
        if shape in shapes or parts.netloc or parts.path.startswith("/static"):
            continue
        shapes.add(shape)
        assert len(shapes) < MOST_PAGES, "links without end"
        answer = client.open(parts._replace(fragment="").geturl())
        assert answer.status_code < 500, address
        if target := answer.headers.get("Location"):
            waiting.append(urljoin(address, target))
        waiting += [urljoin(address, link) for link in links_of(answer.mimetype, answer.data)]
        seen.pages[address] = told(answer.mimetype, answer.data, dict(answer.headers))
        answer.close()
    return seen


def links_of(kind: str | None, body: bytes) -> list[str]:
    if kind != "text/html" or not body:
        return []
    found: list[str] = html.fromstring(body).xpath("//a/@href")
    return [link for link in found if not link.startswith(("#", "mailto:", "tel:", "sms:"))]


def told(kind: str | None, body: bytes, headers: dict[str, str]) -> str:
    """Everything that an answer says, its headers and file names too."""
    named = unquote(f"{headers.get('Content-Disposition', '')} {headers.get('Location', '')}")
    return " ".join(f"{named} {words_of(kind, body)}".split())


def words_of(kind: str | None, body: bytes) -> str:
    """The text of a page, of a document, or of everything in an archive."""
    if kind == "application/pdf":
        read = pypdf.PdfReader(io.BytesIO(body))
        inside = " ".join(page.extract_text() for page in read.pages)
        return f"{inside} {read.metadata} {read.xmp_metadata and read.xmp_metadata.stream}"
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            kinds = ["application/pdf" if n.endswith(".pdf") else "text/plain" for n in names]
            parts = [words_of(k, archive.read(n)) for n, k in zip(names, kinds, strict=True)]
        return " ".join([*names, *parts])
    text = body.decode("utf-8", "replace")
    if kind == "text/html" and body:
        # Once as written, once as read: an entity must not hide a word.
        return f"{text} {' '.join(html.fromstring(body).itertext())}"
    return text


def mails_in(folder: Path) -> list[str]:
    """Every mail that was sent, headers but the address, and text."""
    found = []
    for file in sorted(folder.glob("*.eml")):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = mail.get_body(("plain", "html"))
        heads = [f"{n}: {v}" for n, v in mail.items() if n.lower() != "to"]
        found.append("\n".join([*heads, body.get_content() if body else ""]))
    return found
