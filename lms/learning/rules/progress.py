"""Progress in words and numbers, and the facts that requirements judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.requirements.models import CheckResult, Ledger, LedgerMinutes, ModuleProgress


class ModuleState(StrEnum):
    """How far a module is, as it is said to its reader."""

    TODO = "todo"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class BestCheck:
    """The best submitted attempt at a module's check; between equals, the earliest."""

    right: int | Fraction
    total: int
    attempt_public_id: str
    submitted_on: date


@dataclass(frozen=True, slots=True)
class Progress:
    """What one person has done of one version: days by activity id, best checks by module."""

    done: Mapping[int, date] = field(default_factory=dict)
    best: Mapping[str, BestCheck] = field(default_factory=dict)

    def has_done(self, activity: ActivityOutline) -> bool:
        return activity.id in self.done

    def next_activity(self, version: VersionOutline) -> ActivityOutline | None:
        """The first step that is still to do, in the order of the programme."""
        return next((step for step in version.activities if step.id not in self.done), None)

    def next_in(self, module: ModuleOutline) -> ActivityOutline | None:
        """The first step of this module that is still to do."""
        return next((step for step in module.activities if step.id not in self.done), None)

    def steps_done(self, module: ModuleOutline) -> int:
        return sum(step.id in self.done for step in module.activities)

    def minutes(self, version: VersionOutline) -> int:
        """The planned length of completed steps; never connection time."""
        return sum(step.minutes for step in version.activities if step.id in self.done)

    def minutes_in(self, module: ModuleOutline) -> int:
        """The same for one module."""
        return sum(step.minutes for step in module.activities if step.id in self.done)

    def state_of(self, module: ModuleOutline) -> ModuleState:
        done = self.steps_done(module)
        if done == len(module.activities):
            return ModuleState.DONE
        return ModuleState.BEGUN if done else ModuleState.TODO


Facts = tuple[tuple[ModuleProgress, ...], tuple[CheckResult, ...], LedgerMinutes]


def learning_facts(progress: Progress, version: VersionOutline) -> Facts:
    """What requirements may look at: modules, best checks, planned minutes of completed steps."""
    modules = tuple(_module_progress(progress, module) for module in version.modules)
    checks = tuple(
        CheckResult(slug, best.right, best.total, best.attempt_public_id, best.submitted_on)
        for slug, best in sorted(progress.best.items())
    )
    return modules, checks, LedgerMinutes(Ledger.TRAINING, progress.minutes(version))


def _module_progress(progress: Progress, module: ModuleOutline) -> ModuleProgress:
    days = [progress.done[step.id] for step in module.activities if step.id in progress.done]
    total = len(module.activities)
    return ModuleProgress(module.slug, len(days), total, max(days) if len(days) == total else None)
