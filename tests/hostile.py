"""What nobody means to send: values, bodies and addresses that a server must refuse calmly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

from lxml.html import HtmlElement
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.client import Client

FORM = "application/x-www-form-urlencoded"
Fields = list[tuple[str, str]]

VALUES = (
    "",
    "x" * 200_000,
    "9" * 40,
    "-" + "9" * 40,
    "-1",
    "1e999",
    "٣٠",
    "nul\x00dedans",
    "\ud800 seul",
    "Zoé \u202emot\u202c \u2066à l'envers\u2069",
    "👩🏽\u200d🚀🧑\u200d🤝\u200d🧑" * 20,
    "مرحبا שלום",
    "a\u0300" * 5_000,
    "'; DROP TABLE people; --",
    "{{ 7*7 }} %(name)s %s {0}",
    "0000-00-00",
    "9999-12-31",
    "+10000-01-01",
    "x@" + "d" * 300 + ".test",
    "personne@exemple.test\r\nBcc: autre@exemple.test",
    "//ailleurs.test/x",
    "http://[::1",
    "trainee",
)

TYPICAL = (
    "",
    "x" * 2_000,
    "9" * 40,
    "-1",
    "٣٠",
    "\x00",
    "\ud800",
    "\u202e👩🏽\u200d🚀",
    "0000-00-00",
    "%' OR 1=1 --",
)
"""What is written into the queries of addresses."""

PLACES = ("w", "9" * 40, "-1", "é" * 300, "%00", "%ed%a0%80", "a%2Fb", "..%2f..", "%F0%9F%91%BB")

BODIES = (
    (FORM, b""),
    (FORM, b"%"),
    (FORM, b"=&=&&&;;=%zz"),
    (FORM, b"\xff\xfe\x00\x01"),
    (FORM, b"&".join(b"f%d=1" % n for n in range(2_000))),
    ("application/json", b'{"text": ["x"]}'),
    ("application/json", b"{"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=b", b"--b\r\nbroken"),
    (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="text"; filename="x"\r\n\r\nhello\r\n--b--',
    ),
    ("text/plain; charset=utf-7", b"text=+AGE-"),
    ("image/png", b"\x89PNG"),
)


@dataclass(frozen=True)
class Sent:
    """A form as a page shows it: where it goes, and its fields with their values."""

    action: str
    fields: tuple[tuple[str, str], ...]

    def without(self, name: str) -> Fields:
        """The form with one field missing."""
        return [(n, v) for n, v in self.fields if n != name]

    def with_value(self, name: str, value: str) -> Fields:
        """The form with one field changed."""
        return [*self.without(name), (name, value)]

    def many(self, name: str) -> Fields:
        """One field sent many times, and as people write arrays elsewhere."""
        return [*self.fields, *([(name, "x")] * 50), (f"{name}[]", "x"), (f"{name}[0][a]", "x")]


def encoded(fields: Fields) -> bytes:
    """A body; lone surrogates travel as the bytes that they would have."""
    return "&".join(
        f"{quote_plus(name)}={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in fields
    ).encode()


def form_of(element: HtmlElement, path: str) -> Sent:
    """A form element with every choice of its choices counted as a field."""
    named = [str(node.get("name")) for node in element.xpath(".//*[@name]")]
    values = [(str(name), str(value or "")) for name, value in element.form_values()]
    given = {name for name, _value in values}
    absent = [(name, "") for name in dict.fromkeys(named) if name not in given]
    return Sent(element.get("action") or path, (*values, *absent))


def forms_of(client: Client, paths: list[str]) -> list[Sent]:
    """Every form of these pages, once for each address that it goes to and each set of fields."""
    found: dict[tuple[str, tuple[str, ...]], Sent] = {}
    for path in paths:
        page_of = client.open(path, follow_redirects=True)
        if page_of.mimetype != "text/html":
            page_of.close()
            continue
        page = client.read(path, page_of.status_code)
        for element in page.tree.xpath("//form[translate(@method,'POST','post')='post']"):
            sent = form_of(element, page.path)
            names = tuple(sorted({name for name, _value in sent.fields}))
            found.setdefault((urlsplit(sent.action).path, names), sent)
    return list(found.values())


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever happens inside did not happen: every try meets the same world."""
    session.commit()
    connection = session.get_bind()
    assert isinstance(connection, Connection)
    point = connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()
        session.expire_all()


def failed(client: Client, session: Session, method: str, path: str, **sent: Any) -> str:
    """Why an answer is none that may be given to hostile input; empty when all is well."""
    with undone(session):
        answer = client.http.open(path, method=method, **sent)
        answer.get_data()
        answer.close()
        status, target = answer.status_code, answer.headers.get("Location")
        if target and method == "POST":
            # What was taken is shown somewhere: there it must not fail either.
            shown = client.http.open(target)
            shown.get_data()
            shown.close()
            status = max(status, shown.status_code)
    return f"{method} {path[:200]} {status}" if status >= 500 else ""
