"""Finding every page within reach by following links, as people do, from the home page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.client import Client, Page, check_page

DEEPEST = 4
MOST_ALIKE = 15
"""Addresses of one endpoint that are opened: lists lead to many pages that are built alike."""
TELLING = ("notice-", "note-box", "verdict", "empty", "resume", "turn", "bulk", "chips")


@dataclass
class Walk:
    """An address for each kind of page, and the links that led nowhere."""

    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


@dataclass
class Walker:
    """Opens every same-site link and every form that only reads, each address once."""

    client: Client
    found: Walk = field(default_factory=Walk)
    seen: set[str] = field(default_factory=set)
    alike: Counter[str] = field(default_factory=Counter)

    def walk(self, *starts: str) -> Walk:
        """Every kind of page within reach of these addresses."""
        waiting = [(start, "the start", 0) for start in starts]
        while waiting:
            address, whence, depth = waiting.pop(0)
            if address in self.seen or not self._is_wanted(address):
                continue
            self.seen.add(address)
            further = self._open(address, whence)
            if depth < DEEPEST:
                waiting += [(link, address, depth + 1) for link in further]
        return self.found

    def _is_wanted(self, address: str) -> bool:
        endpoint = self._endpoint(address)
        self.alike[endpoint] += 1
        return self.alike[endpoint] <= MOST_ALIKE

    def _open(self, address: str, whence: str) -> list[str]:
        answer = self.client.open(address)
        if answer.status_code in {301, 302, 303}:
            return [_inside(answer.headers["Location"])]
        if answer.status_code >= 400:
            self.found.broken.append(f"{whence} -> {address}: {answer.status_code}")
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return []
        words = answer.get_data(as_text=True)
        tree = html.fromstring(words)
        if tree.get("lang") == "fr":
            check_page(Page(200, urlsplit(address).path, tree, words))
        self.found.pages.setdefault(f"{self._endpoint(address)} {_look(tree)}", address)
        return list(_links(tree, address))

    def _endpoint(self, address: str) -> str:
        adapter = self.client.app.url_map.bind("localhost")
        try:
            endpoint, _values = adapter.match(urlsplit(address).path)
        except RequestRedirect as elsewhere:
            return self._endpoint(elsewhere.new_url)
        except HTTPException:
            return "nowhere"
        return str(endpoint)


def _look(tree: HtmlElement) -> str:
    """What tells two pages of one endpoint apart: the kinds of boxes that they show."""
    classes = {name for value in tree.xpath("//main//@class") for name in value.split()}
    return " ".join(sorted(name for name in classes if name.startswith(TELLING)))


def _links(tree: HtmlElement, address: str) -> Iterator[str]:
    """Same-site addresses of links, and of forms that only read."""
    reading = "//form[not(translate(@method,'POST','post')='post')]/@action"
    for target in [*tree.xpath("//a/@href"), *tree.xpath(reading)]:
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc and not target.startswith("#"):
            yield _inside(urljoin(address, target))


def _inside(location: str) -> str:
    parts = urlsplit(location)
    return parts.path + (f"?{parts.query}" if parts.query else "")
