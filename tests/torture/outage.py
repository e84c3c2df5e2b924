"""The database is gone, locked or full, the mail server down: 503, then on without a restart."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

from sqlalchemy import URL, create_engine, make_url

from lms.app.factory import create_app
from lms.web.database import Application
from tests.browser.live import free_port
from tests.conftest import settings_for
from tests.torture.broken import letters_unmarked
from tests.torture.ground import Ground, Kept, bitten, invariants
from tests.torture.journeys import Town, at_work, losses, town_of
from tests.torture.letters import letters_once
from tests.torture.proxy import proxied
from tests.torture.serving import SILLAGE, asked, children_of, serving, wait_until_ready

WORDS = "an outage passes, and nothing is lost"
SECONDS = 30
RECOVERS_WITHIN = 1.0
LOOKS_EVERY = 0.02
A_PAGE = 4096
WARM = 2.0
BUSY = 7.0
"""Seconds: a writer waits five for the database before it is told to come back."""


def keep(ground: Ground) -> Kept:
    """Each outage of this engine under load, and the mail server's."""
    kept = Kept()
    lasts = max(BUSY, SECONDS * ground.share)
    for name in ("gone", "full") if ground.engine == "postgresql" else ("locked", "full"):
        kept.add(_outage(ground, name, lasts))
    kept.add(letters_once(ground))
    return kept


def bite(ground: Ground) -> Kept:
    """A server that acknowledges what a full disk refuses, and letters that are not marked."""
    late = _outage(ground, "full", BUSY, "tests.torture.broken:late")
    kept = bitten("answers, then commits", late)
    with letters_unmarked():
        kept.add(bitten("letters leave unmarked", letters_once(ground.smaller(0.05))))
    return kept


def _outage(ground: Ground, name: str, lasts: float, app: str = SILLAGE) -> Kept:
    """People work, the database goes for some seconds, they go on working."""
    kept, port = Kept(), free_port()
    with ExitStack() as stack:
        direct = make_url(ground.databases.fresh())
        folder = ground.place()
        ours = create_app(settings_for(_written(direct), folder, f"http://127.0.0.1:{port}"))
        stack.callback(ours.extensions["sillage.engine"].dispose)
        town = town_of(ours, port, minutes=1)
        ours.extensions["sillage.engine"].dispose()
        door = free_port()
        if name == "gone":
            behind = Path(str(direct.query["host"])) / ".s.PGSQL.5432"
            proxy = stack.enter_context(proxied(door, behind))
            reached = direct.set(host="127.0.0.1", port=door, query={})
        else:
            reached = direct
        server = stack.enter_context(serving(_written(reached), folder, port, app))
        wait_until_ready(port)
        ways: dict[str, AbstractContextManager[None]] = {
            "locked": _locked(direct),
            "full": _full(direct, server, folder),
        }
        out = _cut(proxy) if name == "gone" else ways[name]
        kept.add(_through(town, port, out, lasts, red=name == "gone"))
        kept.broken += [*_losses(ours, town), *invariants(ours)]
        kept.broken = [f"{ground.engine} {name}: {words}" for words in kept.broken]
    return kept


def _through(
    town: Town, port: int, out: AbstractContextManager[None], lasts: float, *, red: bool
) -> Kept:
    """Work before, during and after; how soon the first press is answered again."""
    kept = Kept()
    with at_work(town):
        time.sleep(WARM)
        before, start = town.acknowledged, time.monotonic()
        with out:
            while time.monotonic() - start < lasts:
                time.sleep(lasts / 10)
                ready = asked(port, "/readyz")
                kept.check(ready == (503 if red else 200), f"/readyz says {ready}")
                kept.check(asked(port, "/help") == 200, "the help numbers are not shown")
            during = town.acknowledged
        back = time.monotonic()
        while asked(port, "/readyz") != 200 and time.monotonic() - back < SECONDS:
            time.sleep(LOOKS_EVERY)
        recovered = time.monotonic() - back
        time.sleep(WARM * 2)
        kept.check(before > 0, "nobody worked before")
        kept.check(town.acknowledged > during, "nobody works again")
        kept.check(recovered < RECOVERS_WITHIN, f"ready after {recovered:.2f} s")
    calm = sum(words.endswith(" 503") for worker in town.workers for words in worker.refused)
    kept.check(calm > 0, "nobody was told to come back")
    kept.counts.update(
        {
            "outages": 1,
            "calm refusals": calm,
            "acknowledged": town.acknowledged,
            "ms until ready, summed": round(recovered * 1000),
        }
    )
    return kept


def _losses(app: Application, town: Town) -> Iterator[str]:
    """What is lost; that somebody was told to come back is no loss."""
    return (words for words in losses(app, town) if not words.endswith(" 503"))


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def _cut(proxy: object) -> Iterator[None]:
    proxy.close()  # type: ignore[attr-defined]
    yield
    proxy.open()  # type: ignore[attr-defined]


@contextmanager
def _locked(url: URL) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    other = create_engine(url)
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        connection.rollback()
    other.dispose()


@contextmanager
def _full(url: URL, server: Popen[bytes], folder: Path) -> Iterator[None]:
    """No file of the server grows; a PostgreSQL server whose disk is full is only read."""
    if url.get_backend_name() == "sqlite":
        processes = [server.pid, *children_of(server.pid)]
        before = [resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes]
        for pid, (_soft, hard) in zip(processes, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (A_PAGE, hard))
        yield
        for pid, limits in zip(processes, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        return
    others = create_engine(url, isolation_level="AUTOCOMMIT")
    setting = f"ALTER DATABASE {url.database} SET default_transaction_read_only ="
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    mine = f"{cut} AND datname = '{url.database}'"
    with others.connect() as connection:
        connection.exec_driver_sql(f"{setting} on")
        connection.exec_driver_sql(mine)
        yield
        connection.exec_driver_sql(f"{setting} off")
        connection.exec_driver_sql(mine)
    others.dispose()
