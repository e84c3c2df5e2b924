"""What one person wrote or is reaches nobody else: no page, mail, journal, log, ZIP, PDF, column.

One world with a marked word in every private place is swept by everybody over every link.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Membership
from lms.app.factory import create_app
from lms.app.rounds import EVERY_MINUTE
from lms.app.tables import metadata
from lms.certification.models import Certificate
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.supervision.models import Participation, Standing
from lms.web.page import now
from tests.canaries import FACTS, WORDS, Kept, World, lived, made_world
from tests.certification.earned import earned
from tests.client import Client
from tests.conftest import settings_for
from tests.crawling import Seen, mails_in, walk, words_of
from tests.databases import Databases
from tests.make import Make

ALLOWED = {
    "work": {"Awa", "tutor"},
    "file": {"Awa", "tutor"},
    "feedback": {"Awa", "tutor"},
    "message": {"Awa", "tutor"},
    "tutor's message": {"Awa", "tutor"},
    "open answer": {"Awa", "tutor"},
    "reply": {"Awa"},
    "comment": {"Awa", "author"},
    "reflection": {"Awa"},
    "shared": {"Awa", "supervisor"},
    "private": {"supervisor"},
    "own": {"Awa"},
    "answer": {"Awa", "supervisor"},
    "her address": {"Awa"},
    "her supervisor's address": {"supervisor"},
    "her manager's address": {"manager"},
    "an invited address": {"manager"},
    "her printed name": {"Awa", "manager"},
    "her screen name": {
        "Awa",
        "companion",
        "supervisor",
        "tutor",
        "other supervisor",
        "manager",
        "other manager",
    },
    "the other organisation": {"Awa", "tutor", "author", "other supervisor", "other manager"},
    "the other site": {"Awa", "other supervisor", "other manager"},
    "the other supervisor": {"Awa", "other supervisor", "other manager"},
    "the other minutes": {"Awa", "tutor", "other supervisor", "other manager"},
    "her choice in a check": {"Awa"},
}
MUST = {*WORDS, "her address", "an invited address", "her printed name", "the other minutes"}
"""What its readers do find: a sweep that finds nothing would prove nothing."""

TIME_OF_DAY = re.compile(r"\bà \d{1,2} h|\b\d{1,2}:\d{2}\b|T\d{2}:\d{2}")
FINER = re.compile(
    r"\b(contest|comment[ée]|commentaire|désaccord|visio|vidéo|téléphon|sur place|distance)", re.I
)
"""What a manager never reads about a session: dispute, means, comment."""


@pytest.fixture(scope="module")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once: the sweeps only read."""
    kept, root = Kept(), logging.getLogger("sillage")
    root.addHandler(kept)
    app = create_app(settings_for(databases.fresh(), tmp_path_factory.mktemp("canaries")))
    made = made_world(app)
    lived(made)
    for work in EVERY_MINUTE.values():
        while work(app, now=now()):
            pass
    made.log = "\n".join(kept.lines)
    yield made
    root.removeHandler(kept)
    app.extensions["sillage.engine"].dispose()


@pytest.fixture(scope="module")
def seen(world: World) -> dict[str, Seen]:
    """All that each of them can open, by links and by guessed addresses."""
    common = ["/home", "/account", "/certificates", "/help", "/v", *world.starts]
    return {who: walk(world.client(who), common) for who in world.people}


def test_everybody_gets_somewhere(seen: dict[str, Seen]) -> None:
    assert all(len(shown.pages) > 20 for shown in seen.values())


@pytest.mark.parametrize("canary", ALLOWED)
def test_what_is_private_is_shown_to_its_readers_only(seen: dict[str, Seen], canary: str) -> None:
    words = {**WORDS, **FACTS}[canary]
    found = {who: shown.where(words) for who, shown in seen.items()}
    elsewhere = {who: pages for who, pages in found.items() if pages and who not in ALLOWED[canary]}
    assert elsewhere == {}
    if canary in MUST:
        assert {who for who, pages in found.items() if pages} == ALLOWED[canary]


@pytest.mark.parametrize("who", ["manager", "other manager"])
def test_a_manager_reads_no_time_of_day_no_means_and_no_dispute(
    seen: dict[str, Seen], who: str
) -> None:
    public = ("/help", "/privacy", "/accessibility", "/account", "/v", "/sign-in", "/language")
    for path, text in seen[who].pages.items():
        if path.startswith(public):
            continue
        assert not TIME_OF_DAY.search(text), (path, TIME_OF_DAY.search(text))
        # The terms of an agreement say in general who reads what.
        terms = "/agreements/" in path
        assert terms or not FINER.search(text), (path, FINER.search(text))


def test_a_manager_cannot_tell_a_dispute_from_an_agreement(
    session: Session, make: Make, client: Client
) -> None:
    one = earned(make)
    part = session.scalars(select(Participation)).one()
    member = session.get_one(Membership, one.enrolment.membership_id)
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)
    people = f"/orgs/{one.organisation.slug}/people"
    shown = set()
    for standing in (Standing.COUNTERSIGNED, Standing.COMMENTED, Standing.CONTESTED):
        part.standing = standing
        paths = (people, f"{people}/{member.public_id}", one.issue_path)
        shown.add(tuple(client.read(path).words for path in paths))
    assert len(shown) == 1


def test_nobody_but_herself_reads_when_she_was_here(seen: dict[str, Seen]) -> None:
    own = ("/account", "/help", "/records", "/sessions")
    for who in ("companion", "colleague", "other supervisor", "stranger"):
        for path, text in seen[who].pages.items():
            assert path.startswith(own) or not TIME_OF_DAY.search(text), (who, path)


def test_the_document_and_the_archive_hold_facts_only(world: World) -> None:
    manager = world.client("manager")
    page = manager.read(world.one.register_path)
    fields = dict(page.form(f"{world.one.register_path}/zip").form_values())
    with Session(world.app.extensions["sillage.engine"]) as session:
        certificate = session.scalars(select(Certificate)).one()
    sent = {"csrf_token": fields["csrf_token"], "certificate": certificate.public_id}
    zipped = manager.open(f"{world.one.register_path}/zip", method="POST", data=sent)
    assert zipped.mimetype == "application/zip"
    inside = " ".join(words_of(zipped.mimetype, zipped.data).split())
    assert FACTS["her printed name"] in inside
    for canary in (*WORDS, *(set(FACTS) - {"her printed name"})):
        assert {**WORDS, **FACTS}[canary] not in inside, canary
    assert not FINER.search(inside)
    assert not TIME_OF_DAY.search(inside)


def test_a_stranger_with_the_document_reads_no_name(world: World) -> None:
    pdf = world.client("Awa").open(world.starts[-4])
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", words_of(pdf.mimetype, pdf.data))
    assert code is not None
    stranger = Client(world.app)
    for name in ("Diop", FACTS["her printed name"]):
        page = stranger.submit(f"/v/{code[0]}", family_name=name)
        if world.one.organisation.name in page.words:
            break
    assert world.one.organisation.name in page.words
    shown = page.html.replace(f'value="{name}"', "")
    for words in (*WORDS.values(), *FACTS.values(), "Awa", "Diop"):
        assert words not in shown, words


def test_no_mail_tells_anything(world: World) -> None:
    mails = mails_in(world.app.extensions["sillage.settings"].data / "mail")
    assert len(mails) >= 4
    for mail in mails:
        for words in (*WORDS.values(), *FACTS.values(), "Awa", "Diop", "Rive", "pair", "psych"):
            assert words not in mail, (words, mail)


def test_the_journal_holds_ids_and_codes_only(world: World) -> None:
    with Session(world.app.extensions["sillage.engine"]) as session:
        rows = session.execute(select(JournalEntry.__table__)).all()
    assert len(rows) > 20
    told = " ".join(str(value) for row in rows for value in row)
    for words in (*WORDS.values(), *FACTS.values(), "Diop", "Rive", "exemple.test"):
        assert words not in told, words


def test_words_are_readable_in_no_column_and_addresses_in_few(world: World) -> None:
    homes = {
        "her address": {"people", "letters"},
        "an invited address": {"invitations", "letters"},
        "her printed name": {"people", "certificates"},
        "her screen name": {"people", "signatures"},
    }
    found: dict[str, set[str]] = {}
    with world.app.extensions["sillage.engine"].connect() as connection:
        for table in metadata.sorted_tables:
            told = " ".join(_readable(row) for row in connection.execute(table.select()))
            for canary, words in {**WORDS, **FACTS}.items():
                if words in told:
                    found.setdefault(canary, set()).add(table.name)
    assert not set(found) & set(WORDS)
    assert {canary: found[canary] for canary in homes} == homes


def _readable(row: Any) -> str:
    return " ".join(
        value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row
    )


def test_the_log_names_nobody(world: World) -> None:
    for words in (*WORDS.values(), *FACTS.values(), "Diop", "exemple.test"):
        assert words not in world.log, words
