"""An in-process client that behaves like a browser and checks every page that it opens."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts.models import Person, SignIn
from lms.accounts.operations.sign_ins import Opening, open_sign_in
from lms.web.database import Application
from lms.web.page import new_token, now

HEAVIEST_PAGE = 15_000
"""Bytes of any page after gzip."""
HEAVIEST_ON_PAPER = 45_000
"""The same for a whole module to print, which somebody asked for and which replaces ten pages."""
HEAVIEST_AT_A_DESK = 75_000
"""The same in the studio: a whole module to read over, a check, a glossary, in two languages."""


@dataclass
class Page:
    """A page that was read."""

    status: int
    path: str
    tree: HtmlElement
    html: str
    address: str = ""
    """The path with its query."""

    @property
    def words(self) -> str:
        """Everything a person reads on it, spaces joined."""
        main = self.tree.xpath("//body")
        return " ".join(" ".join(main[0].itertext()).split()) if main else ""

    def form(self, action: str | None = None, **named: Any) -> HtmlElement:
        """The form posting to `action`, or the one that has all the named fields."""
        for form in self.tree.xpath("//form[translate(@method,'POST','post')='post']"):
            target = urlsplit(form.get("action") or self.path).path
            if action is not None and target != action:
                continue
            if all(form.xpath(f".//*[@name='{name}']") for name in named):
                return form
        raise AssertionError(f"{self.path} has no such form: {action or ''} {sorted(named)}")

    def errors(self) -> list[str]:
        """The sentences beside refused fields."""
        found = self.tree.xpath("//*[contains(concat(' ',@class,' '),' field-error ')]")
        return [" ".join("".join(node.itertext()).split()) for node in found]


class Client:
    """Reads pages and sends their forms back, tokens and hidden fields included."""

    def __init__(self, app: Application, session: Session | None = None) -> None:
        self.app = app
        self.http: FlaskClient = app.test_client()
        self.session = session

    def sign_in(
        self,
        person: Person,
        *,
        role: Any = None,
        organisation: Any = None,
        second_factor: bool = True,
    ) -> None:
        """Sign in without the door (the door has its own tests), under one of the hats.

        `second_factor`: whether it was shown, where there is one or should be.
        """
        order = Opening(
            person_id=person.id,
            token=new_token(),
            public_id=new_token(),
            cookie="",
            device="Test",
            both_factors=second_factor,
        )
        place = organisation.id if organisation else None
        factory = self.app.extensions["sillage.sessions"]
        if self.session is not None:
            self.session.commit()
        with factory() as session, session.begin():
            opened = session.get_one(SignIn, open_sign_in(session, order, now=now()).sign_in_id)
            opened.role, opened.organisation_id = role, place
        with self.http.session_transaction() as cookie:
            cookie["csrf_token"] = f"{order.public_id}.{new_token()}"
            cookie["_user_id"] = order.token
            cookie["_fresh"] = True

    def open(self, path: str, **options: Any) -> TestResponse:
        """One request, nothing checked."""
        if self.session is not None:
            self.session.commit()
        answer = self.http.open(path, **options)
        if self.session is not None:
            self.session.expire_all()
        return answer

    def read(self, path: str, status: int = 200) -> Page:
        """Open a page, follow redirects, and check it."""
        answer = self.open(path, follow_redirects=True)
        return self._page(answer, status)

    def submit(
        self, path: str, action: str | None = None, status: int = 200, **fields: Any
    ) -> Page:
        """Read a page, fill one of its forms, send it, follow the redirect, check the answer."""
        page = self.read(path)
        return self.send(page.form(action, **fields), page.path, status=status, **fields)

    def send(self, form: HtmlElement, path: str, status: int = 200, **fields: Any) -> Page:
        """Send a form element with these fields changed; None leaves a field out."""
        values: dict[str, Any] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        for name, value in fields.items():
            many = isinstance(value, list | tuple | set)
            values[name] = [str(v) for v in value] if many else [str(value)]
        sent = {name: v for name, v in values.items() if fields.get(name, "") is not None}
        target = form.get("action") or path
        answer = self.open(target, method="POST", data=sent, follow_redirects=True)
        return self._page(answer, status)

    def _page(self, answer: TestResponse, status: int) -> Page:
        body = answer.get_data(as_text=True)
        path = answer.request.path
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{body[:2000]}"
        address = answer.request.full_path.rstrip("?")
        page = Page(status, path, html.fromstring(body or "<html/>"), body, address)
        if answer.mimetype == "text/html":
            check_page(page)
        return page


def check_page(page: Page) -> None:
    """What every page must be."""
    tree, where = page.tree, page.path
    assert len(tree.xpath("//h1")) == 1, f"{where}: one h1"
    assert tree.findtext(".//title", "").strip(), f"{where}: a title"
    assert tree.get("lang") in {"fr", "en"}, f"{where}: a language"
    size = len(gzip.compress(page.html.encode()))
    most = HEAVIEST_ON_PAPER if where.endswith("/print") else HEAVIEST_PAGE
    most = HEAVIEST_AT_A_DESK if where.startswith("/studio/drafts/") else most
    assert size <= most, f"{where}: {size} bytes"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)), f"{where}: {_twice(ids)} twice"
    assert not tree.xpath("//style | //@style | //script[not(@src)]"), f"{where}: inline"
    assert not tree.xpath("//@*[starts-with(name(), 'on')]"), f"{where}: inline script"
    for form in tree.xpath("//form[translate(@method,'POST','post')='post']"):
        assert form.xpath(".//input[@name='csrf_token']"), f"{where}: a form without token"
    _check_labels(tree, ids, where)
    # What somebody wrote may hold anything, such as “None of us…”.
    theirs = "ancestor::textarea or ancestor::*[@lang and not(self::html)]"
    ours = " ".join(tree.xpath(f"//body//text()[not({theirs})]"))
    assert not re.search(r"\bNone\b|\{\{|\}\}|%\(", ours), f"{where}: unfinished words"


def _check_labels(tree: HtmlElement, ids: list[str], where: str) -> None:
    visible = "not(@type='hidden') and not(@type='submit')"
    for field in tree.xpath(f"//input[{visible}] | //select | //textarea"):
        labelled = (
            field.xpath("ancestor::label")
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or tree.xpath("//label[@for=$id]", id=field.get("id") or "")
        )
        assert labelled, f"{where}: {field.get('name')} has no label"
        for target in (field.get("aria-describedby") or "").split():
            assert target in ids, f"{where}: {field.get('name')} described by missing {target}"


def _twice(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [i for i in ids if i in seen or seen.add(i)]  # type: ignore[func-returns-value]
