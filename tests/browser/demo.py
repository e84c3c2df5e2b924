"""The demo on a live server, with its letters sent and its documents drawn."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from lms.accounts.models import Person
from lms.catalogue.commands import STARTER, import_folder
from lms.certification.models import Certificate, FileState
from lms.demo.operations import load
from lms.demo.rules.cast import DOMAIN, INVITED
from lms.kernel.keys import Keys
from lms.web.page import new_token, now
from tests.browser.live import Live
from tests.browser.pages import Walk, Walker
from tests.certification.earned import document
from tests.client import Client
from tests.make import password_hash

GROUPS = {
    "trainee": ("awa", "leila", "malik", "zoe", "gaelle"),
    "english": ("suryani",),
    "supervisor": ("helene", "yann"),
    "manager": ("mathilde",),
    "author": ("lucie",),
    "tutor": ("ines",),
    "trainer": ("camille",),
    "nobody": ("denis",),
}
"""Whose pages are read together: a kind of page is audited once in a group."""
ALIKE = ("accounts.", "web.", "support.", "certification.verify")
"""Rooms whose pages are the same for every role: audited for people in training."""
DOORS = ("/", "/v")
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
HOLDERS = re.compile("Traoré|S[aá]nche[zZ]")


def load_demo(live: Live) -> None:
    """The curriculum and the fictitious people, who all sign in with the password of the tests."""
    with live.app.app_context():
        import_folder(STARTER)
    keys: Keys = live.app.extensions["sillage.keys"]
    load(live.session, keys=keys, password_hash=password_hash(), now=now(), token=new_token)
    live.work()


def address_of(who: str) -> str:
    """The mail address of somebody of the demo."""
    return f"{who}@{DOMAIN}"


def invitation_link(live: Live) -> str:
    """Where the letter of the one who has not answered yet leads."""
    (mail,) = (mail for mail in live.mails() if mail["To"] == INVITED.address)
    found = re.search(r"/invitations/\S+", mail.get_content())
    assert found is not None
    return found.group()


def codes(demo: Live) -> list[tuple[str, str]]:
    """(family name that is asked, code) of the documents that were drawn, and one of nobody."""
    found = [("Inconnu", "0000-0000-0000-0000")]
    with demo.sessions() as session:
        drawn = select(Certificate).where(Certificate.file_state == FileState.READY)
        for held in session.scalars(drawn.order_by(Certificate.id)).all():
            content = BytesIO(document(demo.app, session, held))
            words = PdfReader(content).pages[0].extract_text()
            code, name = CODE.search(words), HOLDERS.search(words)
            assert code is not None
            assert name is not None
            found.append((name.group(), code.group()))
    return found


def walk(demo: Live, who: str | None, *starts: str) -> Walk:
    """Everything that somebody can reach."""
    client = Client(demo.app)
    if who is not None:
        # A session that ends here: whoever holds SQLite's lock keeps the server from writing.
        with demo.sessions() as session:
            asked = select(Person).where(Person.email == address_of(who))
            person = session.scalars(asked).one()
        client.sign_in(person)
    return Walker(client).walk(*starts)


def pages_of(demo: Live, group: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """For each person of a group, the kinds of pages that nobody before had; and dead links."""
    known: set[str] = set()
    pages: dict[str, dict[str, str]] = {}
    broken: list[str] = []
    for who in GROUPS[group]:
        found = walk(demo, who, "/home")
        broken += found.broken
        pages[who] = {
            kind: address
            for kind, address in found.pages.items()
            if kind not in known and (group == "trainee" or not kind.startswith(ALIKE))
        }
        known |= set(found.pages)
    return pages, broken
