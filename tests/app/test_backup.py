"""The restore drill: back up, lose or change everything, restore, and find what must be there."""

from __future__ import annotations

import os
import shutil
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from lms.accounts.models import Person, PersonState, SignIn
from lms.app.backup.archive import reading, verified
from lms.app.backup.make import DATA, KEYS, alone
from lms.app.backup.stream import PIECE
from lms.app.backup.tables import KEY_TABLES, table_sums
from lms.app.commands import lms
from lms.app.factory import create_app
from lms.app.settings import Settings, new_root_key
from lms.app.start import ready_app
from lms.certification.models import Certificate
from lms.drafts.models import Draft
from lms.drafts.queries import drafts_of
from lms.journal.models import JournalEntry
from lms.kernel.keys import Keys
from lms.privacy.operations.erasure_list import append
from lms.privacy.rules.erasures import Line, list_path, person_digest
from lms.storage.operations import keep, read
from lms.vault.models import PersonKey
from lms.web.database import Application
from lms.web.page import now
from tests.app.demo_world import demo_app
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases
from tests.killing import kill_lms
from tests.make import Make


@dataclass
class Place:
    """Settings of one server, and how `lms` is called there."""

    settings: Settings
    environment: dict[str, str]

    def lms(self, *words: object) -> Result:
        """One command, as in a process of its own."""
        made: list[Application] = []

        def create() -> Application:
            made.append(ready_app())
            return made[0]

        started = ScriptInfo(create_app=create, set_debug_flag=False)
        runner = CliRunner(env=self.environment)
        ended = runner.invoke(lms, [str(word) for word in words], obj=started)
        for app in made:
            app.extensions["sillage.engine"].dispose()
        return ended


def place(folder: Path, database: str, **more: str) -> Place:
    """A server that keeps its data in `folder`."""
    environment = {
        "SILLAGE_MODE": "demo",
        "SILLAGE_DATA": str(folder),
        "SILLAGE_DATABASE": database,
        "SILLAGE_PUBLIC_URL": "http://localhost",
        **more,
    }
    return Place(settings_for(database, folder), environment)


@pytest.fixture(scope="module")
def living(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The demo with its documents, which these tests only read or write a little into."""
    app = demo_app(databases, tmp_path_factory.mktemp("living"))
    # More than one piece of a backup, whatever the database weighs.
    keep(app.extensions["sillage.settings"].files, os.urandom(2 * PIECE))
    yield app
    app.extensions["sillage.engine"].dispose()


@pytest.fixture
def here(living: Application) -> Place:
    """The living server."""
    settings: Settings = living.extensions["sillage.settings"]
    return place(settings.data, settings.database)


@pytest.fixture
def there(here: Place, databases: Databases, tmp_path: Path) -> Place:
    """An empty server with the same root key."""
    folder = tmp_path / "there"
    folder.mkdir()
    shutil.copy(here.settings.data / "root.key", folder)
    return place(folder, databases.empty())


def made(here: Place, target: Path) -> Path:
    """A backup's file of data."""
    said = here.lms("backup", target)
    assert said.exit_code == 0, said.output
    (data,) = target.glob("*.data")
    return data


@pytest.fixture(scope="module")
def saved(living: Application, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One backup of the living server; tests spoil copies of it."""
    settings: Settings = living.extensions["sillage.settings"]
    return made(place(settings.data, settings.database), tmp_path_factory.mktemp("saved"))


@pytest.fixture
def data(saved: Path, tmp_path: Path) -> Path:
    """A copy of that backup's file of data, its keys beside it."""
    for path in (saved, saved.with_suffix(".keys")):
        shutil.copy(path, tmp_path)
    return tmp_path / saved.name


def sums(url: str) -> dict[str, str]:
    """The tables' sums."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = table_sums(connection)
    engine.dispose()
    return found


def opens(place: Place) -> tuple[bytes, ...]:
    """What opens this place's backups."""
    return Keys(place.settings.root_key).derive_each("backup")


def test_what_is_restored_is_what_was_saved(here: Place, there: Place, data: Path) -> None:
    before = verified(data, opens(here), DATA)["tables"]
    restored = there.lms("restore", data)
    assert restored.exit_code == 0, restored.output
    after = sums(there.settings.database)
    # The restore itself is one more act, and what waited in the journal is chained.
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"journal_entries", "sign_ins"}
    files = set(here.settings.files.names())
    assert files
    assert set(there.settings.files.names()) == files
    assert "ok    I8b" in restored.output
    assert not [path for path in there.settings.data.iterdir() if "restor" in path.name]


def test_a_film_is_never_whole_in_memory(
    living: Application, here: Place, tmp_path: Path, databases: Databases
) -> None:
    film = b"film" * (8 * PIECE) + b"!"
    name = keep(here.settings.files, film)
    there = place(tmp_path, databases.empty())
    shutil.copy(here.settings.data / "root.key", tmp_path)
    tracemalloc.start()
    try:
        saved = made(here, tmp_path / "saved")
        restored = there.lms("restore", saved)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        here.settings.files.remove(name)
    assert restored.exit_code == 0, restored.output
    assert most < len(film)
    assert read(there.settings.files, name) == film


def test_private_texts_open_and_certificates_verify(
    living: Application, here: Place, there: Place, data: Path
) -> None:
    there.lms("restore", data)
    app = create_app(there.settings)
    with Session(app.extensions["sillage.engine"]) as session:
        draft = session.scalars(select(Draft).where(Draft.form == "reflection")).first()
        assert draft is not None
        keys = app.extensions["sillage.keys"]
        opened = drafts_of(session, keys, draft.person_id, draft.form, [draft.subject])
        assert opened[draft.subject].text
        acts = session.scalars(select(JournalEntry.action)).all()
    assert "app.restore" in acts
    app.extensions["sillage.engine"].dispose()
    said = there.lms("journal", "verify")
    assert said.exit_code == 0, said.output


def test_who_was_erased_since_stays_erased(
    living: Application, there: Place, data: Path, tmp_path: Path
) -> None:
    with Session(living.extensions["sillage.engine"]) as session:
        holder = select(Person).join(Certificate, Certificate.person_id == Person.id)
        person = session.scalars(holder.order_by(Person.id)).first()
        certificates = session.scalar(select(func.count()).select_from(Certificate))
    assert person is not None
    erased_since = tmp_path / "erasures.jsonl"
    keys: Keys = living.extensions["sillage.keys"]
    append(erased_since, [Line(person_digest(keys, person.public_id), now())])

    restored = there.lms("restore", data, "--erasures", erased_since)

    assert restored.exit_code == 0, restored.output
    assert "1 people erased again" in restored.output
    assert list_path(there.settings.data).read_text() == erased_since.read_text()
    engine = create_engine(there.settings.database)
    with Session(engine) as session:
        found = session.scalars(select(Person).where(Person.public_id == person.public_id)).one()
        assert found.state is PersonState.ERASED
        assert person.email not in (found.email, found.email_key)
        assert session.get(PersonKey, found.id) is None
        assert session.scalar(select(func.count()).select_from(Certificate)) == certificates
    engine.dispose()


def test_nobody_is_signed_in_after_a_restore(
    living: Application, here: Place, there: Place, tmp_path: Path
) -> None:
    with Session(living.extensions["sillage.engine"]) as session:
        person = session.scalars(select(Person).where(Person.email.like("%@demo.example"))).first()
    assert person is not None
    client = Client(living)
    client.sign_in(person)
    cookie = client.http.get_cookie("sillage")
    assert cookie is not None
    restored = there.lms("restore", made(here, tmp_path / "backups"))
    assert "1 sign-ins ended" in restored.output or "2 sign-ins ended" in restored.output
    engine = create_engine(there.settings.database)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).where(SignIn.revoked_at.is_(None))) == 0
    engine.dispose()


def test_the_keys_are_only_in_their_own_file(living: Application, here: Place, data: Path) -> None:
    with Session(living.extensions["sillage.engine"]) as session:
        wrapped = session.scalars(select(PersonKey.wrapped)).all()
    assert wrapped
    key_file = data.with_suffix(".keys")
    for path, kind in ((data, DATA), (key_file, KEYS)):
        content = b"".join(held.read() for _entry, held in reading(path, opens(here), kind))
        assert here.settings.root_key not in content
        assert here.settings.root_key.hex().encode() not in content
        found = [key for key in wrapped if key in content or key.hex().encode() in content]
        assert bool(found) == (kind == KEYS)
        assert path.stat().st_mode & 0o077 == 0
    facts = verified(data, opens(here), DATA)
    assert not set(facts["tables"]) & set(KEY_TABLES)


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def replaced(path: Path, content: bytes) -> None:
    """Put something else in its place."""
    path.write_bytes(content)


def cut(path: Path, size: int | None = None) -> None:
    """Leave the beginning only."""
    content = path.read_bytes()
    path.write_bytes(content[: size or len(content) // 2])


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a bit flipped": (flip, "is damaged, cut short or altered"),
    "cut in the middle": (cut, "is damaged, cut short or altered"),
    "cut after a whole piece": (
        lambda path: cut(path, 17 + 8 + 16 + PIECE + 16),
        "is damaged, cut short or altered",
    ),
    "something added": (
        lambda path: replaced(path, path.read_bytes() + b"x"),
        "is damaged, cut short or altered",
    ),
    "another file": (lambda path: replaced(path, b"x" * 9000), "is not a backup"),
    "emptied": (lambda path: replaced(path, b""), "is not a backup"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_backup_is_refused_before_anything_is_touched(
    here: Place, there: Place, data: Path, how: str
) -> None:
    spoil, said = SPOILED[how]
    assert data.stat().st_size > PIECE
    spoil(data)
    assert_refused(there, said, "restore", data)


def test_spoiled_keys_are_refused_too(here: Place, there: Place, data: Path) -> None:
    flip(data.with_suffix(".keys"))
    assert_refused(there, "is damaged", "restore", data)


def assert_refused(place: Place, said: str, *words: object) -> None:
    """One line, status 1, and nothing was made."""
    before = sorted(path.name for path in place.settings.data.iterdir())
    refused = place.lms(*words)
    assert refused.exit_code == 1, refused.output
    assert said in refused.output
    assert refused.output.count("\n") == 1
    assert sorted(path.name for path in place.settings.data.iterdir()) == before


def test_without_its_keys_a_backup_is_refused(
    here: Place, there: Place, data: Path, tmp_path: Path
) -> None:
    other = data.with_suffix(".keys").rename(tmp_path / "elsewhere.keys")
    assert_refused(there, "is not there", "restore", data)
    restored = there.lms("restore", data, "--keys", other)
    assert restored.exit_code == 0, restored.output


def test_the_keys_of_another_backup_are_refused(here: Place, there: Place, tmp_path: Path) -> None:
    first, second = made(here, tmp_path / "first"), made(here, tmp_path / "second")
    keys = second.with_suffix(".keys")
    assert_refused(there, "does not belong to", "restore", first, "--keys", keys)


def test_another_root_key_is_refused(here: Place, there: Place, data: Path) -> None:
    (there.settings.data / "root.key").write_text(new_root_key(demo=True))
    assert_refused(there, "was made with another key", "restore", data)


def test_a_backup_key_of_its_own_opens_and_the_root_key_is_still_asked_for(
    here: Place, there: Place, tmp_path: Path
) -> None:
    key = tmp_path / "backup.key"
    key.write_text(new_root_key(demo=True))
    key.chmod(0o600)
    apart = {"SILLAGE_BACKUP_KEY_FILE": str(key)}
    here.environment.update(apart)
    data = made(here, tmp_path / "backups")
    assert_refused(there, "was made with another key", "restore", data)
    there.environment.update(apart)
    root = there.settings.data / "root.key"
    right = root.read_text()
    root.write_text(new_root_key(demo=True))
    assert_refused(there, "not the key that sealed this backup", "restore", data)
    root.write_text(right)
    assert there.lms("restore", data).exit_code == 0


def test_nothing_is_restored_over_what_is_there(here: Place, there: Place, data: Path) -> None:
    assert_refused(here, "the database is not empty", "restore", data)
    keep(there.settings.files, b"%PDF")
    assert_refused(there, "files is not empty", "restore", data)


def test_a_second_backup_at_the_same_time_is_refused(here: Place, tmp_path: Path) -> None:
    with alone(here.settings.data, tmp_path):
        refused = here.lms("backup", tmp_path / "backups")
    assert refused.exit_code == 1
    assert refused.output == "Error: another backup of this server is being written\n"


def test_what_a_killed_backup_left_is_cleared_by_the_next(here: Place, tmp_path: Path) -> None:
    left = here.settings.data / ".backup-killed"
    left.mkdir()
    (left / "database").write_text("a copy of everything")
    (tmp_path / "sillage-20260101T000000Z.data.partial").touch()
    made(here, tmp_path)
    assert not left.exists()
    assert not list(tmp_path.glob("*.partial"))


def test_old_backups_go_and_old_keys_sooner(here: Place, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    target.mkdir()
    for days in (3, 10, 40):
        for kind in (DATA, KEYS):
            (target / f"sillage-{now() - timedelta(days=days):%Y%m%dT%H%M%SZ}.{kind}").touch()
    (target / "notes.txt").touch()
    said = here.lms("backup", target, "--keep-days", 35, "--keep-keys-days", 7)
    assert said.output.count("was too old and is deleted") == 3
    assert len(list(target.glob("*.data"))) == 3
    assert len(list(target.glob("*.keys"))) == 2
    assert (target / "notes.txt").exists()


def test_a_backup_under_writes_is_of_one_moment(
    living: Application, here: Place, there: Place, tmp_path: Path
) -> None:
    stop = Event()
    thread = Thread(target=writes_pairs, args=(living, stop))
    thread.start()
    try:
        data = made(here, tmp_path / "backups")
    finally:
        stop.set()
        thread.join()
    restored = there.lms("restore", data)
    assert restored.exit_code == 0, restored.output
    engine = create_engine(there.settings.database)
    with Session(engine) as session:
        names = func.count(Person.family_name.distinct())
        halves, pairs = session.execute(
            select(func.count(), names).where(Person.given_name == "pair")
        ).one()
    assert halves == 2 * pairs
    engine.dispose()


def writes_pairs(app: Application, stop: Event) -> None:
    """Two rows in each transaction, as fast as they go in."""
    number = 0
    while not stop.is_set():
        number += 1
        with app.extensions["sillage.sessions"].begin() as session:
            make = Make(session)
            for half in range(2):
                make.person("pair", f"pair{number}", email=f"pair{number}-{half}@exemple.test")


def test_an_interrupted_restore_is_begun_again(here: Place, there: Place, data: Path) -> None:
    for statement in (60, 150):
        assert kill_lms(statement, there.environment, "restore", str(data)) == -SIGKILL
        assert_no_server(there)
    restored = there.lms("restore", data)
    assert restored.exit_code == 0, restored.output
    assert "BAD" not in restored.output


def assert_no_server(place: Place) -> None:
    """A half restored server does not start, and says why in one line."""
    refused = place.lms("organisations", "list")
    assert refused.exit_code == 1
    assert "a restore did not end here" in refused.output
