"""What is written in a record is nowhere else: no page of others, mail, journal or column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Person
from lms.app.factory import create_app
from lms.app.tables import metadata
from lms.kernel.actor import Role
from lms.organisations.models import Organisation
from lms.web.database import Application
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases
from tests.make import Make
from tests.supervision.held import Held, answer, hold, revise, share, sign, sign_revision, write

CANARIES = {
    "shared": "canari-partage-7f3a",
    "private": "canari-aide-memoire-b21c",
    "own": "canari-note-propre-90de",
    "answer": "canari-contestation-44aa",
    "reason": "canari-motif-de-correction-c3e9",
}
READERS = {
    "supervisor": {"shared", "private", "answer", "reason"},
    "trainee": {"shared", "own", "answer", "reason"},
    "companion": set(),
    "stranger": set(),
    "other trainee": set(),
    "manager": set(),
}


@pytest.fixture
def real(databases: Databases, tmp_path: Path) -> Iterator[Application]:
    """The application on a database of its own, whose bytes can be read."""
    app = create_app(settings_for(databases.fresh(), tmp_path))
    yield app
    app.extensions["sillage.engine"].dispose()


def test_each_text_is_read_on_the_pages_of_its_readers_only(real: Application) -> None:
    held, people = _written(real)
    for who, (person, role, organisation) in people.items():
        client = Client(real)
        client.sign_in(person, role=role, organisation=organisation)
        seen = {kind for kind, words in CANARIES.items() if words in _all_pages(client, held)}
        assert seen == READERS[who], who


def test_no_text_stands_readable_in_the_database(real: Application) -> None:
    _written(real)
    engine: Engine = real.extensions["sillage.engine"]
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                kept = json.dumps([str(value) for value in row], ensure_ascii=False)
                assert not any(words in kept for words in CANARIES.values()), table.name
    if engine.dialect.name == "sqlite":
        database = Path(str(engine.url.database))
        for file in database.parent.glob(f"{database.name}*"):
            kept_bytes = file.read_bytes()
            assert not any(words.encode() in kept_bytes for words in CANARIES.values())


def _written(app: Application) -> tuple[Held, dict[str, tuple[Person, Role, Organisation | None]]]:
    factory: sessionmaker[Session] = app.extensions["sillage.sessions"]
    with factory() as session, session.begin():
        make = Make(session)
        held, other = hold(make, trainees=2), hold(make)
        organisation = held.people.organisation
        manager = make.manager(organisation)
    people: dict[str, tuple[Person, Role, Organisation | None]] = {
        "supervisor": (held.supervisor, Role.SUPERVISOR, None),
        "trainee": (held.trainee, Role.TRAINEE, None),
        "companion": (held.people.trainees[1], Role.TRAINEE, None),
        "stranger": (other.supervisor, Role.SUPERVISOR, None),
        "other trainee": (other.trainee, Role.TRAINEE, None),
        "manager": (manager, Role.MANAGER, organisation),
    }
    client = Client(app)
    write(held.as_supervisor(client), held, "private", CANARIES["private"])
    share(client, held, CANARIES["shared"])
    sign(client, held)
    write(held.as_trainee(client), held, "own", CANARIES["own"])
    answer(client, held, "contest", CANARIES["answer"])
    corrected = revise(held.as_supervisor(client), held, text=CANARIES["reason"])
    held.corrected = sign_revision(client, corrected).path
    return held, people


def _all_pages(client: Client, held: Held) -> str:
    """Every page without parameters, the record's own, and those of its session and agreement."""
    slug = held.people.organisation.slug
    paths = [
        str(rule)
        for rule in client.app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and not rule.arguments
    ]
    paths += [
        str(rule).replace("<org>", slug)
        for rule in client.app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and rule.arguments == {"org"}
    ]
    paths += [held.corrected, f"{held.corrected}/sign", f"{held.address}/revise"]
    paths += [held.address, f"{held.address}/sign", f"{held.address}/answer/contest"]
    paths += [f"/sessions/{held.session.public_id}"]
    paths += [f"/agreements/{held.people.agreements[0].public_id}"]
    return "".join(
        client.open(path, follow_redirects=True).get_data(as_text=True) for path in paths
    )
