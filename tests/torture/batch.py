"""The worker is killed in the middle of a batch of certificates: everybody gets exactly one."""

from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pypdf
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.app.factory import ROOT, create_app
from lms.certification import jobs
from lms.certification.models import Certificate, FileState
from lms.certification.rules.pace import LEASE
from lms.journal.models import JournalEntry
from lms.storage.jobs import forget_unwanted
from lms.web.database import Application
from lms.web.page import now
from tests.certification.earned import document, earned, issued, place
from tests.conftest import settings_for
from tests.make import Make
from tests.races import at_once
from tests.torture.broken import drawing_unclaimed
from tests.torture.ground import MADE, Ground, Kept, bitten, invariants
from tests.torture.serving import environment

WORDS = "a batch that is killed gives everybody one certificate"
PEOPLE = 40
KILLS = 20
DRAWS = (0.1, 4.0)
"""Seconds between the first document that a process takes up and its end."""


def keep(ground: Ground) -> Kept:
    """Issue to everybody, kill the drawing again and again, let it end once."""
    kept, chance = Kept(), random.Random()  # noqa: S311 - moments, not secrets
    with ground.app() as app:
        people, kills = ground.of(PEOPLE, least=3), ground.of(KILLS, least=2)
        _issue(app, people)
        settings = app.extensions["sillage.settings"]
        app.extensions["sillage.engine"].dispose()
        drawing = [sys.executable, "-m", "tests.torture.batch", settings.database]
        for turn in range(kills):
            words = [*drawing, str(settings.data), str(turn)]
            seconds = chance.uniform(*DRAWS)
            kept.counts.update(kills=_killed(words, settings.data, settings.database, seconds))
        drew_before = _drawn(app)
        late = now() + (kills + 1) * LEASE
        while jobs.print_due(app, now=late):
            late += LEASE
        while forget_unwanted(app, now=late):
            pass
        kept.counts.update({"drawn between kills": drew_before, "certificates": _drawn(app)})
        kept.broken += [*_wrong(app, people), *invariants(app, but=MADE)]
    return kept


def bite(ground: Ground) -> Kept:
    """Workers that draw without having claimed: two of them hand out the same document."""
    with ground.app() as app:
        _issue(app, 2)
        with drawing_unclaimed():
            at_once([partial(jobs.print_due, app)] * 2)
        return bitten("draws without a claim", Kept(broken=_wrong(app, 2)))


def _issue(app: Application, people: int) -> None:
    with app.extensions["sillage.sessions"]() as session:
        make = Make(session)
        at = place(make)
        for _one in range(people):
            issued(make, app.extensions["sillage.keys"], earned(make, at=at))


def _killed(words: list[str], folder: Path, database: str, seconds: float) -> bool:
    """Let a process draw for some seconds; whether it was killed before its end."""
    told = environment(database, folder)
    with subprocess.Popen(words, cwd=ROOT, env=told, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.kill()
        return running.wait() == -signal.SIGKILL


def _drawn(app: Application) -> int:
    with Session(app.extensions["sillage.engine"]) as session:
        ready = select(func.count()).where(Certificate.file_state == FileState.READY)
        return session.scalar(ready) or 0


def _wrong(app: Application, people: int) -> list[str]:
    """Who has no certificate, two, or one that does not open; files that nobody has."""
    with Session(app.extensions["sillage.engine"]) as session:
        held = session.scalars(select(Certificate)).all()
        pages = [len(pypdf.PdfReader(io.BytesIO(document(app, session, c))).pages) for c in held]
        told = select(func.count()).where(JournalEntry.action == "certification.print")
        prints = session.scalar(told)
        names = {certificate.file_sha256 for certificate in held}
        stored = {certificate.file_kept_as for certificate in held}
    folder = app.extensions["sillage.settings"].data / "files"
    files = [file for file in folder.rglob("*") if file.is_file()]
    checks = {
        f"{len(held)} certificates of {people} people": len(held) == people,
        f"{len(names)} different documents": len(names) == people,
        f"{prints} acts of printing": prints == people,
        f"pages: {pages}": all(pages),
        f"{len(files)} files for {len(stored)}": len(files) == people,
    }
    return [words for words, holds in checks.items() if not holds]


if __name__ == "__main__":
    turn = int(sys.argv[3])
    app = create_app(settings_for(sys.argv[1], Path(sys.argv[2])))
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    # Whoever was killed left a lease: for us it has run out.
    while jobs.print_due(app, now=now() + turn * (LEASE + timedelta(seconds=1))):
        pass
