"""Thousands of marked words in private places: readable in no file, page, log, mail or backup."""

from __future__ import annotations

import logging
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import Engine, text, update

from lms.accounts.models import Person, SignIn
from lms.app.commands import lms
from lms.app.rounds import EVERY_MINUTE, HOURLY
from lms.kernel.actor import Role
from lms.privacy.operations.erasures import ask_erasure
from lms.privacy.rules.erasures import KEPT_OPEN
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.accounts.factors import give_app
from tests.client import Client
from tests.crawling import walk
from tests.make import Supervision
from tests.privacy.aide_memoires import ask_for
from tests.privacy.taken import take
from tests.supervision.held import answer, hold, revise, share, sign, signed, write
from tests.test_bad_days import locked
from tests.torture.acts.stage import Stage, stage_of
from tests.torture.broken import copying, quoting
from tests.torture.ground import MADE, Ground, Kept, bitten, invariants
from tests.torture.traces import leaks

WORDS = "private words are readable nowhere"
CANARIES = 2_500
"""On each engine."""
EACH_LIFE = 10
MARK = "canari9e41q"
LOG = "/log holds"
"""Stands in every canary: whoever finds it has found one."""
NOTE = "/modules/module-1/steps/2"
EXPORTED_EACH = 10
ERASED_EACH = 7


class Marks:
    """Gives canaries, each another, and the secrets that no one could choose."""

    def __init__(self) -> None:
        self.given = 0
        self.secrets: list[str] = []

    def __call__(self) -> str:
        self.given += 1
        return f"mot {MARK}{self.given:05d} mot"

    @property
    def words(self) -> list[str]:
        """What must not be found."""
        return [MARK, *self.secrets]

    @property
    def count(self) -> int:
        """How many there are."""
        return self.given + len(self.secrets)


def keep(ground: Ground) -> Kept:
    """Let people live, then look everywhere."""
    kept, marks = Kept(), Marks()
    temporary, logs = ground.place(), ground.place()
    with ground.app() as app, _temporary_files(temporary), _logged(logs / "log"):
        stage = stage_of(app)
        lives = ground.of(CANARIES // EACH_LIFE, least=8)
        people = [live(stage, marks, number) for number in range(lives)]
        _work(app)
        kept.broken += seen_by_others(stage, people)
        kept.broken += [*_backed_up(app, ground.place()), *invariants(app, but=MADE)]
        stage.make.session.close()
        _settled(app)
        read, found = leaks([ground.folder], marks.words)
        kept.counts.update({"canaries": marks.count, "files read": read, "leaks": len(found)})
        kept.broken += found
    return kept


def bite(ground: Ground) -> Kept:
    """A log that quotes, drafts with an open copy, and a wide word in a packed file."""
    few = ground.smaller(0.01)
    with quoting():
        logged = [line for line in keep(few).broken if LOG in line]
    with copying():
        # What the variant before left in its log does not count.
        stored = [line for line in keep(few).broken if LOG not in line]
    kept = bitten("the log quotes", Kept(broken=logged))
    kept.add(bitten("an open copy is kept", Kept(broken=stored)))
    folder = ground.place()
    (folder / "packed").write_bytes(b"head" + zlib.compress(f"un {MARK}".encode("utf-16-le")))
    _read, found = leaks([folder], [MARK])
    kept.add(bitten("a packed file", Kept(broken=found)))
    return kept


def live(stage: Stage, marks: Marks, number: int) -> Person:
    """One person with a canary in every private place; some are exported, some erased."""
    one, app, session = stage.earned(), stage.app, stage.make.session
    pair = Supervision(stage.organisation, one.supervisor, [one.person], [one.agreement])
    held, old, other = (hold(stage.make, among=pair) for _held in range(3))
    signed(old, at=now())
    marks.secrets.append(give_app(stage.make, stage.keys, one.person))
    ask_for(session, held)
    session.commit()
    supervisor, trainee = held.as_supervisor(Client(app)), held.as_trainee(Client(app))
    write(supervisor, held, "private", marks())
    write(supervisor, other, "shared", marks())
    share(supervisor, held, marks())
    sign(supervisor, held)
    revise(supervisor, old, text=marks())
    supervisor.submit(f"{held.address}/release", answer="part", text=marks())
    write(trainee, held, "own", marks())
    answer(trainee, held, "contest", marks())
    trainee.submit(NOTE, action=NOTE, note_1=marks())
    _fails(app, trainee, marks())
    if number % EXPORTED_EACH == 0:
        take(trainee)
    _too_late(stage, trainee, held.address, marks())
    if number % ERASED_EACH == 0:
        token = new_token()
        ask_erasure(session, one.person.id, by=one.person.id, token=token, now=now())
        session.commit()
    return one.person


def _fails(app: Application, client: Client, words: str) -> None:
    """The same words during an outage: what is said of the failure must not quote them."""
    page = client.read(NOTE)
    with locked(app):
        client.send(page.form(note_1=""), NOTE, status=503, note_1=words)


def _too_late(stage: Stage, client: Client, address: str, words: str) -> None:
    """A form that is sent after the session is over, and kept until the next one."""
    page = client.read(address)
    form = page.form(f"{address}/texts/own")
    over = {"last_seen_at": now() - timedelta(hours=20)}
    stage.make.session.execute(update(SignIn).where(SignIn.revoked_at.is_(None)).values(**over))
    stage.make.session.commit()
    client.send(form, address, text=words, act="keep")


def _work(app: Application) -> None:
    """The worker's rounds, once today and once when the erasures are due."""
    for moment in (now(), now() + KEPT_OPEN + timedelta(minutes=1)):
        for work in (*EVERY_MINUTE.values(), *HOURLY.values()):
            while work(app, now=moment):
                pass


def seen_by_others(stage: Stage, people: list[Person]) -> list[str]:
    """The pages of people who have no part in it, and which of them show a canary."""
    organisation, manager = stage.at[:2]
    other = stage.make.organisation()
    strangers = [
        (stage.trainee(), Role.TRAINEE, None),
        (stage.make.supervisor(organisation), Role.SUPERVISOR, None),
        (manager, Role.MANAGER, organisation),
        (stage.make.manager(other), Role.MANAGER, other),
    ]
    stage.make.session.commit()
    found = []
    for person, role, place in strangers:
        client = Client(stage.app)
        client.sign_in(person, role=role, organisation=place)
        shown = walk(client, ["/home", "/account", "/supervision", "/sessions"], most=200)
        found += [f"{path} shows a canary to a {role}" for path in shown.where(MARK)]
    return found


def _backed_up(app: Application, folder: Path) -> list[str]:
    """A backup as the operator makes it."""
    started = ScriptInfo(create_app=lambda: app, set_debug_flag=False)
    settings = app.extensions["sillage.settings"]
    environment = {
        "SILLAGE_MODE": "demo",
        "SILLAGE_DATA": str(settings.data),
        "SILLAGE_DATABASE": settings.database,
        "SILLAGE_PUBLIC_URL": settings.public_url,
    }
    ended = CliRunner(env=environment).invoke(lms, ["backup", str(folder)], obj=started)
    return [] if ended.exit_code == 0 else [f"lms backup: {ended.output}"]


def _settled(app: Application) -> None:
    """Everything that the database knows is in its files."""
    engine: Engine = app.extensions["sillage.engine"]
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))


@contextmanager
def _temporary_files(folder: Path) -> Iterator[None]:
    """Temporary files are made in this folder."""
    before, os.environ["TMPDIR"] = os.environ.get("TMPDIR"), str(folder)
    kept, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = kept
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


@contextmanager
def _logged(file: Path) -> Iterator[None]:
    """Every logger's every line, in this file."""
    handler, root = logging.FileHandler(file), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()
