"""Whether a version was read over: by peers, and by a professional where the subject asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from lms.catalogue.rules.outline import VersionOutline

PEERS_NEEDED = 2
"""Peers who read a module over and are named, before it is offered to people."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read a module over: `kind` is peer or professional."""

    name: str
    kind: str
    on: date


class HasReviewers(Protocol):
    """A module of a version, or one that is still being written."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> Mapping[str, Any]: ...
    @property
    def sheet(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A module, who read it over, and what lacks."""

    module: HasReviewers
    readers: tuple[Reader, ...]
    peers_missing: int
    professional_missing: bool

    @property
    def complete(self) -> bool:
        return not self.peers_missing and not self.professional_missing


def reviews_of(version: VersionOutline) -> tuple[Reviewed, ...]:
    """Each module in order; versions of earlier days name nobody."""
    return reviews_in(version.modules)


def reviews_in(modules: Iterable[HasReviewers]) -> tuple[Reviewed, ...]:
    """The same of modules that were not published yet."""
    return tuple(map(_reviewed, modules))


def is_reviewed(version: VersionOutline) -> bool:
    """Whether every module was read over by those who must."""
    return all(found.complete for found in reviews_of(version))


def _reviewed(module: HasReviewers) -> Reviewed:
    readers = tuple(
        Reader(named["name"], named["kind"], date.fromisoformat(named["on"]))
        for named in module.sheet.get("reviewers", ())
    )
    kinds = {reader.kind for reader in readers}
    peers = {reader.name for reader in readers if reader.kind == "peer"}
    asked = bool(module.sheet.get("professional_review"))
    missing = max(PEERS_NEEDED - len(peers), 0)
    return Reviewed(module, readers, missing, asked and "professional" not in kinds)
