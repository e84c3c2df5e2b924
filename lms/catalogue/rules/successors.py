"""What became of each step between two versions of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline


@dataclass(frozen=True, slots=True)
class Successor:
    """A step of the newer version, and the one of the same name before; `same` when it says the
    same."""

    module: ModuleOutline
    step: ActivityOutline
    before: ActivityOutline | None
    same: bool


def successors(
    old: VersionOutline, new: VersionOutline, prints: Mapping[int, str]
) -> tuple[Successor, ...]:
    """Every step of the newer version in order; `prints` tell texts apart, by activity id."""
    return tuple(
        _successor(module, step, _before(old, step), prints)
        for module in new.modules
        for step in module.activities
    )


def departed(old: VersionOutline, new: VersionOutline) -> tuple[ActivityOutline, ...]:
    """The steps that the newer version has no more."""
    return tuple(step for step in old.activities if _before(new, step) is None)


def _before(version: VersionOutline, step: ActivityOutline) -> ActivityOutline | None:
    """The step of the same module, name and kind."""
    module = version.module(step.module_slug)
    found = module.named(step.slug) if module else None
    return found if found is not None and found.kind is step.kind else None


def _successor(
    module: ModuleOutline,
    step: ActivityOutline,
    before: ActivityOutline | None,
    prints: Mapping[int, str],
) -> Successor:
    same = before is not None and prints.get(before.id) == prints.get(step.id)
    return Successor(module, step, before, same)
