"""Whether a version was read over: by peers, and by a professional where the subject asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.catalogue.rules.outline import ModuleOutline, VersionOutline

PEERS_NEEDED = 2
"""Peers who read a module over and are named, before it is offered to people."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read a module over: `kind` is peer or professional."""

    name: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A module, who read it over, and what lacks."""

    module: ModuleOutline
    readers: tuple[Reader, ...]
    peers_missing: int
    professional_missing: bool

    @property
    def complete(self) -> bool:
        return not self.peers_missing and not self.professional_missing


def reviews_of(version: VersionOutline) -> tuple[Reviewed, ...]:
    """Each module in order; versions of earlier days name nobody."""
    return tuple(map(_reviewed, version.modules))


def is_reviewed(version: VersionOutline) -> bool:
    """Whether every module was read over by those who must."""
    return all(found.complete for found in reviews_of(version))


def _reviewed(module: ModuleOutline) -> Reviewed:
    readers = tuple(
        Reader(named["name"], named["kind"], date.fromisoformat(named["on"]))
        for named in module.sheet.get("reviewers", ())
    )
    kinds = {reader.kind for reader in readers}
    peers = {reader.name for reader in readers if reader.kind == "peer"}
    asked = bool(module.sheet.get("professional_review"))
    missing = max(PEERS_NEEDED - len(peers), 0)
    return Reviewed(module, readers, missing, asked and "professional" not in kinds)
