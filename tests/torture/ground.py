"""Where a promise is tortured: one engine, a folder, applications on databases of their own."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from lms.app.factory import create_app
from lms.app.upkeep import line_of, look
from lms.web.database import Application
from tests.conftest import settings_for
from tests.databases import Databases, cluster

ENGINES = ("sqlite", "postgresql")


@dataclass
class Kept:
    """What was counted, and a line for each thing that was broken."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add(self, other: Kept) -> None:
        """Sum up with what was found elsewhere."""
        self.counts.update(other.counts)
        self.broken += other.broken

    def check(self, holds: bool, words: str) -> None:
        """Remember what does not hold."""
        if not holds:
            self.broken.append(words)


@dataclass
class Ground:
    """One engine; `share` of the whole torture, of which this is part `part` of `parts`."""

    databases: Databases
    folder: Path
    share: float = 1.0
    part: int = 0
    parts: int = 1

    @property
    def engine(self) -> str:
        """Which one: sqlite or postgresql."""
        return self.databases.kind

    def of(self, whole: int, least: int = 1) -> int:
        """This part's share of a whole number."""
        return max(least, round(whole * self.share / self.parts))

    def smaller(self, share: float) -> Ground:
        """The same ground for a share of the torture."""
        return replace(self, share=share)

    def place(self) -> Path:
        """A new folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    @contextmanager
    def app(self, public_url: str = "http://localhost") -> Iterator[Application]:
        """An application on a new database, with a folder of its own."""
        app = create_app(settings_for(self.databases.fresh(), self.place(), public_url))
        try:
            yield app
        finally:
            app.extensions["sillage.engine"].dispose()


def bitten(variant: str, found: Kept) -> Kept:
    """What is told of a broken variant: caught when something was found broken."""
    kept = Kept(Counter(variants=1, caught=bool(found.broken)))
    kept.check(bool(found.broken), f"not caught: {variant}")
    return kept


@contextmanager
def ground(kind: str, share: float = 1.0, part: int = 0, parts: int = 1) -> Iterator[Ground]:
    """The ground on one engine; everything is taken away in the end."""
    with tempfile.TemporaryDirectory(prefix="sillage-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # The server's own user must reach its socket.
        folder.chmod(0o755)
        if kind == "sqlite":
            yield Ground(Databases(kind, folder), folder, share, part, parts)
            return
        server = folder / "pg"
        server.mkdir()
        with cluster(server) as host:
            yield Ground(Databases(kind, folder, host), folder, share, part, parts)


MADE = frozenset({"I3"})
"""What the maker of tests breaks: it writes signed sessions without their signatures."""


def invariants(app: Application, but: frozenset[str] = frozenset()) -> list[str]:
    """What `lms check-invariants` finds broken, as its lines; empty when all is well."""
    with app.app_context():
        return [line_of(found) for found in look(app) if found.broken and found.code not in but]
