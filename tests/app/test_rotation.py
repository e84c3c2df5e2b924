"""Keys are rotated on a server at work: from the command line, stopped and begun again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from signal import SIGKILL
from threading import Event, Thread

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.accounts.models import Person
from lms.app.commands import lms
from lms.app.factory import create_app
from lms.app.sealed import SEALED_COLUMNS
from lms.app.settings import SettingRefused, Settings, from_environment, new_root_key
from lms.app.start import refuse_unready
from lms.app.upkeep import look
from lms.drafts.models import Draft
from lms.drafts.operations.drafts import SaveDraft, save_draft
from lms.drafts.queries import drafts_of
from lms.vault.models import PersonKey
from lms.vault.operations.rotate_person import begin_rotation, finish_rotation
from lms.vault.operations.rotate_root import put_in_charge
from lms.web.database import Application
from lms.web.page import now
from tests.app.demo_world import demo_app
from tests.conftest import settings_for
from tests.databases import Databases
from tests.killing import kill_lms


@pytest.fixture(scope="module")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demo, made once; each test works on a copy."""
    app = demo_app(databases, tmp_path_factory.mktemp("demo"))
    app.extensions["sillage.engine"].dispose()
    settings: Settings = app.extensions["sillage.settings"]
    return settings


@pytest.fixture
def living(demo: Settings, databases: Databases, tmp_path: Path) -> Iterator[Application]:
    """A copy of the demo, database and data folder."""
    shutil.copytree(demo.data, tmp_path, dirs_exist_ok=True)
    app = create_app(settings_for(databases.copy_of(demo.database), tmp_path))
    refuse_unready(app)
    yield app
    app.extensions["sillage.engine"].dispose()


def broken(app: Application) -> list[str]:
    """The invariants that do not hold."""
    with app.app_context():
        return [found.code for found in look(app) if found.broken]


def environment(app: Application, **more: str) -> dict[str, str]:
    """How a command in another process finds this server."""
    settings: Settings = app.extensions["sillage.settings"]
    return {
        "SILLAGE_MODE": "demo",
        "SILLAGE_DATA": str(settings.data),
        "SILLAGE_DATABASE": settings.database,
        "SILLAGE_PUBLIC_URL": "http://localhost",
        **more,
    }


def test_the_root_key_is_rotated_killed_begun_again_and_everything_verifies(
    living: Application, tmp_path: Path
) -> None:
    old = shutil.copy(tmp_path / "root.key", tmp_path / "old.key")
    (tmp_path / "root.key").write_text(new_root_key(demo=True))
    refused = create_app(from_environment(environment(living)))
    with pytest.raises(SettingRefused, match="not the key that sealed"):
        refuse_unready(refused)

    both = environment(living, SILLAGE_PREVIOUS_ROOT_KEY_FILE=str(old))
    assert kill_lms(14, both, "keys", "rotate") == -SIGKILL
    during = create_app(from_environment(both))
    refuse_unready(during)
    assert broken(during) == []
    told = CliRunner(env=both).invoke(lms, ["doctor"]).output
    assert "look  keys: a rotation was begun and not finished" in told

    said = during.test_cli_runner().invoke(lms, ["keys", "rotate"])
    assert said.exit_code == 0, said.output
    again = during.test_cli_runner().invoke(lms, ["keys", "rotate"])
    assert "nothing to do" in again.output
    alone = create_app(from_environment(environment(living)))
    refuse_unready(alone)
    assert broken(alone) == []
    for app in (refused, during, alone):
        app.extensions["sillage.engine"].dispose()


def test_a_server_that_lost_the_old_key_too_soon_says_so(
    living: Application, tmp_path: Path
) -> None:
    settings: Settings = living.extensions["sillage.settings"]
    fresh = replace(settings, root_key=bytes(32), previous_root_key=settings.root_key)
    both = create_app(fresh)
    refuse_unready(both)
    with both.extensions["sillage.sessions"].begin() as session:
        put_in_charge(session, both.extensions["sillage.keys"], now=now())
    alone = create_app(replace(fresh, previous_root_key=None))
    with pytest.raises(SettingRefused, match="SILLAGE_PREVIOUS_ROOT_KEY_FILE"):
        refuse_unready(alone)
    for app in (both, alone):
        app.extensions["sillage.engine"].dispose()


def test_everybody_s_key_is_rotated_and_everything_opens(living: Application) -> None:
    with Session(living.extensions["sillage.engine"]) as session:
        before = dict(session.execute(select(PersonKey.person_id, PersonKey.wrapped)).all())
    said = living.test_cli_runner().invoke(lms, ["keys", "rotate-people", "--all"])
    assert said.output == f"{len(before)} keys rotated\n"
    with Session(living.extensions["sillage.engine"]) as session:
        after = dict(session.execute(select(PersonKey.person_id, PersonKey.wrapped)).all())
        left = select(func.count()).where(PersonKey.previous.is_not(None))
        assert session.scalar(left) == 0
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())
    assert broken(living) == []


def test_a_rotation_stopped_between_its_steps_is_finished_by_the_next(
    living: Application,
) -> None:
    sessions, keys = living.extensions["sillage.sessions"], living.extensions["sillage.keys"]
    with sessions.begin() as session:
        person_id = session.scalars(select(Draft.person_id)).first()
        assert begin_rotation(session, keys, person_id, now=now())
        assert not begin_rotation(session, keys, person_id, now=now())
    assert broken(living) == []
    said = living.test_cli_runner().invoke(lms, ["keys", "rotate-people"])
    assert said.output == "1 keys rotated\n"
    assert broken(living) == []
    said = living.test_cli_runner().invoke(lms, ["keys", "rotate-people"])
    assert said.output == "0 keys rotated\n"


def test_a_text_that_opens_under_no_key_keeps_the_old_key(living: Application) -> None:
    with living.extensions["sillage.sessions"].begin() as session:
        draft = session.scalars(select(Draft)).first()
        session.execute(
            update(Draft).where(Draft.id == draft.id).values(sealed=draft.sealed[:-1] + b"x")
        )
        public_id = session.get_one(Person, draft.person_id).public_id
    said = living.test_cli_runner().invoke(lms, ["keys", "rotate-people", public_id])
    assert said.exit_code == 1
    assert "1 texts open under no key of theirs" in said.output
    with Session(living.extensions["sillage.engine"]) as session:
        assert session.get_one(PersonKey, draft.person_id).previous is not None


def test_a_stranger_s_key_is_not_rotated(living: Application) -> None:
    said = living.test_cli_runner().invoke(lms, ["keys", "rotate-people", "nobody"])
    assert said.exit_code == 1
    assert said.output == "Error: one of these people is not there; nothing was done\n"


def test_what_is_written_during_a_rotation_is_never_lost(living: Application) -> None:
    sessions, keys = living.extensions["sillage.sessions"], living.extensions["sillage.keys"]
    with Session(living.extensions["sillage.engine"]) as session:
        person_id = session.scalars(select(Draft.person_id)).first()
    assert person_id is not None
    stop, saved = Event(), []

    def write() -> None:
        version = 0
        while not stop.is_set():
            text = f"mot {version}"
            order = SaveDraft(form="reflection", subject="rotating", text=text, version=version)
            with sessions.begin() as session:
                version = save_draft(
                    session, keys, order, person_id=person_id, now=now(), public_id="rotating"
                )
            saved.append(text)

    thread = Thread(target=write)
    thread.start()
    try:
        for _round in range(10):
            with sessions.begin() as session:
                begin_rotation(session, keys, person_id, now=now())
            with sessions.begin() as session:
                assert finish_rotation(session, keys, person_id, SEALED_COLUMNS) == 0
    finally:
        stop.set()
        thread.join()
    with sessions() as session:
        held = drafts_of(session, keys, person_id, "reflection", ["rotating"])
    assert held["rotating"].text == saved[-1]
    assert broken(living) == []


def test_a_rotation_and_an_author_never_wait_for_each_other(living: Application) -> None:
    sessions, keys = living.extensions["sillage.sessions"], living.extensions["sillage.keys"]
    with sessions() as session:
        person_id = session.scalars(select(Draft.person_id)).first()
    assert person_id is not None

    def save(session: Session, subject: str, version: int) -> None:
        order = SaveDraft(
            form="reflection", subject=subject, text=f"mot {version}", version=version
        )
        save_draft(session, keys, order, person_id=person_id, now=now(), public_id=subject)

    def finish() -> int:
        with sessions.begin() as session:
            return finish_rotation(session, keys, person_id, SEALED_COLUMNS)

    with sessions.begin() as session:
        save(session, "older", 0)
    with sessions.begin() as session:
        begin_rotation(session, keys, person_id, now=now())
    with ThreadPoolExecutor(1) as pool:
        with sessions.begin() as session:
            save(session, "newer", 0)
            finished = pool.submit(finish)
            time.sleep(0.5)
            save(session, "older", 1)
        assert finished.result() == 0
    assert broken(living) == []
