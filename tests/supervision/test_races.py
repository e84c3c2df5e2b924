"""Eight at once: one signature, one answer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Person
from lms.app.factory import create_app
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.outbox.models import Letter
from lms.supervision.models import Participation, SessionText, Signature, Standing, TextKind
from lms.web.database import Application
from tests.client import Client, Page
from tests.conftest import settings_for
from tests.databases import Databases
from tests.make import Make
from tests.supervision.held import Held, hold

ROUNDS = 20
AT_ONCE = 8
ANSWERS = ("countersign", "comment", "contest")


@pytest.fixture
def real(databases: Databases, tmp_path: Path) -> Iterator[Application]:
    """The application on a database of its own: races need real transactions."""
    app = create_app(settings_for(databases.fresh(), tmp_path))
    yield app
    app.extensions["sillage.engine"].dispose()


def test_eight_signatures_at_once_leave_one(real: Application) -> None:
    helds = _held_sessions(real)
    clients = _signed_in(real, helds[0].supervisor, Role.SUPERVISOR)
    for held in helds:
        address = f"{held.address}/sign"
        pages = [client.read(address) for client in clients]
        answers = _at_once(clients, pages, [{}] * AT_ONCE)
        assert {page.path for page in answers} == {held.address}
    with Session(real.extensions["sillage.engine"]) as session:
        assert len(session.scalars(select(Signature)).all()) == ROUNDS
        assert len(session.scalars(select(Letter)).all()) == ROUNDS
        assert len(_journal(session, "supervision.sign_record")) == ROUNDS


def test_eight_different_answers_at_once_leave_one(real: Application) -> None:
    helds = _held_sessions(real)
    supervisor = _signed_in(real, helds[0].supervisor, Role.SUPERVISOR)[0]
    clients = _signed_in(real, helds[0].trainee, Role.TRAINEE)
    names = [ANSWERS[n % len(ANSWERS)] for n in range(AT_ONCE)]
    words = [
        {} if name == "countersign" else {"text": f"{name} {n}"} for n, name in enumerate(names)
    ]
    for held in helds:
        page = supervisor.read(f"{held.address}/sign")
        supervisor.send(page.form(shown=""), page.path)
        asked = zip(clients, names, strict=True)
        pages = [client.read(f"{held.address}/answer/{name}") for client, name in asked]
        _at_once(clients, pages, words)
    with Session(real.extensions["sillage.engine"]) as session:
        mine = select(Signature).where(Signature.standing != Standing.SIGNED)
        standings = {s.participation_id: s.standing for s in session.scalars(mine)}
        assert len(session.scalars(mine).all()) == ROUNDS
        for part in session.scalars(select(Participation)):
            assert standings[part.id] is part.standing
        worded = {t.participation_id for t in session.scalars(select(SessionText))}
        assert worded == {p for p, s in standings.items() if s is not Standing.COUNTERSIGNED}
        assert len(_journal(session, "supervision.answer_record")) == ROUNDS


def test_eight_texts_at_once_keep_one_and_offer_the_others_a_choice(real: Application) -> None:
    held = _held_sessions(real)[0]
    clients = _signed_in(real, held.trainee, Role.TRAINEE)
    action = f"{held.address}/texts/own"
    forms = [client.read(held.address).form(action) for client in clients]
    gate = Barrier(AT_ONCE)

    def save(number: int) -> int:
        values = {**dict(forms[number].form_values()), "text": f"texte {number}", "act": "keep"}
        gate.wait()
        return clients[number].open(action, method="POST", data=values).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = sorted(pool.map(save, range(AT_ONCE)))
    assert statuses == [303] + [409] * (AT_ONCE - 1)
    with Session(real.extensions["sillage.engine"]) as session:
        kept = session.scalars(select(SessionText)).one()
        assert (kept.kind, kept.version) == (TextKind.OWN, 1)


def _held_sessions(app: Application) -> list[Held]:
    factory: sessionmaker[Session] = app.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        make = Make(session)
        first = hold(make)
        return [first, *(hold(make, among=first.people) for _ in range(ROUNDS - 1))]


def _signed_in(app: Application, person: Person, role: Role) -> list[Client]:
    clients = [Client(app) for _ in range(AT_ONCE)]
    for client in clients:
        client.sign_in(person, role=role)
    return clients


def _at_once(clients: list[Client], pages: list[Page], words: list[dict[str, str]]) -> list[Page]:
    gate = Barrier(AT_ONCE)

    def press(number: int) -> Page:
        page = pages[number]
        gate.wait()
        text = words[number].get("text")
        form = page.form(shown="")
        if text is None:
            return clients[number].send(form, page.path)
        return clients[number].send(form, page.path, text=text)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, range(AT_ONCE)))


def _journal(session: Session, action: str) -> list[JournalEntry]:
    return list(session.scalars(select(JournalEntry).where(JournalEntry.action == action)))
