"""Several machines: one Redis and one bucket between them, whatever happens to those."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from redis import Redis, RedisError
from sqlalchemy import func, select

from lms.app.bell import Queue, hang_bell
from lms.app.commands import lms
from lms.app.factory import create_app
from lms.app.settings import Settings
from lms.certification.jobs import print_due
from lms.certification.models import Certificate, FileState
from lms.kernel.text import Text
from lms.outbox.models import Letter, LetterState
from lms.outbox.operations import Mail, post
from lms.storage.operations import Bucket
from lms.web.database import Application
from lms.web.nudge import nudge
from lms.web.page import new_token, now
from tests.app.test_server import running, wait_for
from tests.certification.earned import earned, issued
from tests.client import Client
from tests.conftest import settings_for, skip_loudly
from tests.databases import Databases
from tests.make import Make
from tests.outbox.post_office import free_port
from tests.storage.bucket_server import BucketServer

LETTERS = 30


@dataclass
class Shared:
    """A Redis of our own, which can be stopped and started again."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(words, cwd=self.folder, stdout=subprocess.DEVNULL)
        wait_for(self.answers, self.process)  # type: ignore[arg-type] # it only asks poll()

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except RedisError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Shared]:
    if shutil.which("redis-server") is None:
        skip_loudly("Redis is not installed")
    found = Shared(free_port(), tmp_path)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def settings(databases: Databases, tmp_path: Path, shared: Shared) -> Settings:
    return replace(settings_for(databases.fresh(), tmp_path), queue=shared.url)


@pytest.fixture
def site(settings: Settings) -> Iterator[Application]:
    """A web process that rings the shared bell."""
    app = create_app(settings)
    hang_bell(app)
    yield app
    app.extensions["sillage.engine"].dispose()


def write(app: Application, letters: int) -> None:
    with app.extensions["sillage.sessions"]() as session, session.begin():
        for _ in range(letters):
            hello = Text("Hello,")
            mail = Mail(to_address="lea@exemple.test", locale="fr", subject=hello, lines=(hello,))
            post(session, mail, now=now(), message_id=new_token())


def sent(app: Application) -> int:
    count = select(func.count()).select_from(Letter).where(Letter.state == LetterState.SENT)
    with app.extensions["sillage.sessions"]() as session:
        return int(session.scalar(count) or 0)


def test_two_workers_share_one_queue_and_send_each_letter_once(
    site: Application, settings: Settings, shared: Shared
) -> None:
    words = ("-m", "lms.app.commands", "worker")
    with (
        running(settings, *words, SILLAGE_QUEUE=shared.url) as first,
        running(settings, *words, SILLAGE_QUEUE=shared.url) as second,
    ):
        write(site, 1)
        wait_for(lambda: sent(site) == 1, first)
        write(site, LETTERS)
        Queue(settings).ring()
        # Well before the round of the next minute.
        assert wait_for(lambda: sent(site) == LETTERS + 1, second) < 20
    assert len(list((settings.data / "mail").glob("*.eml"))) == LETTERS + 1


def test_pages_and_workers_outlive_their_redis(
    site: Application, settings: Settings, shared: Shared
) -> None:
    with running(settings, "-m", "lms.app.commands", "worker", SILLAGE_QUEUE=shared.url) as worker:
        write(site, 1)
        wait_for(lambda: sent(site) == 1, worker)
        shared.stop()
        write(site, 1)
        with site.app_context():
            nudge()  # What a page does after its commit: it must neither fail nor wait long.
        shared.start()
        write(site, 1)
        with site.app_context():
            nudge()
        wait_for(lambda: sent(site) == 3, worker)


def test_documents_live_in_a_shared_bucket(databases: Databases, tmp_path: Path) -> None:
    with BucketServer() as server:
        address = server.new_bucket()
        app = create_app(replace(settings_for(databases.fresh(), tmp_path), store=address))
        with app.extensions["sillage.sessions"]() as session:
            make, keys = Make(session), app.extensions["sillage.keys"]
            one = earned(make)
            held, _token = issued(make, keys, one)
            assert print_due(app) == 1
            client = Client(app)
            client.sign_in(one.person)
            file = f"/certificates/{held.public_id}/file"
            answer = client.open(file)
            assert answer.data.startswith(b"%PDF")
            assert len(list(Bucket(address).names())) == 1
            assert not (tmp_path / "files").exists()
            place = (one.organisation, one.manager, one.supervisor, one.version)
            another, _token = issued(make, keys, earned(make, at=place))
    # The server is gone: a page says so, the document that waits is drawn later.
    settings = app.extensions["sillage.settings"]
    where = {
        "SILLAGE_MODE": "demo",
        "SILLAGE_DATA": str(settings.data),
        "SILLAGE_DATABASE": settings.database,
        "SILLAGE_FILES": address,
    }
    told = CliRunner(env=where).invoke(lms, ["doctor"]).output
    assert "BAD   files: the store of documents cannot be read" in told
    assert client.open(file).status_code == 503
    assert client.open("/certificates").status_code == 200
    assert print_due(app) == 0
    with app.extensions["sillage.sessions"]() as session:
        assert session.get_one(Certificate, another.id).file_state is FileState.REQUESTED
    app.extensions["sillage.engine"].dispose()
