"""Progress in words and numbers, and the facts that requirements judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.requirements.models import (
    CheckResult,
    Ledger,
    LedgerMinutes,
    ModuleExemption,
    ModuleProgress,
)


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
class Exempted:
    """An exemption from a step: the day, who gave it, and its public id."""

    on: date
    by: str | None
    public_id: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What one person has done of one version: days by activity id, best checks by module.

    `exempted` holds steps that are not needed and were not done: they count no minutes.
    """

    done: Mapping[int, date] = field(default_factory=dict)
    best: Mapping[str, BestCheck] = field(default_factory=dict)
    exempted: Mapping[int, Exempted] = field(default_factory=dict)

    def has_done(self, activity: ActivityOutline) -> bool:
        return activity.id in self.done

    def settles(self, step: ActivityOutline) -> bool:
        """Whether nothing is to be done there any more: done, or exempted."""
        return step.id in self.done or step.id in self.exempted

    def next_activity(self, version: VersionOutline) -> ActivityOutline | None:
        """The first step that is still to do, in the order of the programme."""
        return next((step for step in version.activities if not self.settles(step)), None)

    def next_in(self, module: ModuleOutline) -> ActivityOutline | None:
        """The first step of this module that is still to do."""
        return next((step for step in module.activities if not self.settles(step)), None)

    def steps_done(self, module: ModuleOutline) -> int:
        return sum(step.id in self.done for step in module.activities)

    def steps_exempted(self, module: ModuleOutline) -> int:
        return sum(step.id in self.exempted for step in module.activities)

    def minutes(self, version: VersionOutline) -> int:
        """The planned length of completed steps; never connection time."""
        return sum(step.minutes for step in version.activities if step.id in self.done)

    def minutes_in(self, module: ModuleOutline) -> int:
        """The same for one module."""
        return sum(step.minutes for step in module.activities if step.id in self.done)

    def minutes_left_in(self, module: ModuleOutline) -> int:
        """The planned length of what is still to do."""
        return sum(step.minutes for step in module.activities if not self.settles(step))

    def last_day_in(self, module: ModuleOutline) -> date | None:
        """The last day on which a step of it was completed or exempted."""
        days = [self.done[step.id] for step in module.activities if step.id in self.done]
        return max(filter(None, [*days, self.exempted_on(module)]), default=None)

    def exempted_on(self, module: ModuleOutline) -> date | None:
        """The day of the last exemption in it."""
        steps = (step.id for step in module.activities if step.id in self.exempted)
        return max((self.exempted[step].on for step in steps), default=None)

    def state_of(self, module: ModuleOutline) -> ModuleState:
        settled = self.steps_done(module) + self.steps_exempted(module)
        if settled == len(module.activities):
            return ModuleState.DONE
        return ModuleState.BEGUN if settled else ModuleState.TODO


Facts = tuple[tuple[ModuleProgress, ...], tuple[CheckResult, ...], LedgerMinutes]


def learning_facts(progress: Progress, version: VersionOutline) -> Facts:
    """What requirements may look at: modules, best checks, planned minutes of completed steps."""
    modules = tuple(_module_progress(progress, module) for module in version.modules)
    checks = tuple(
        CheckResult(slug, best.right, best.total, best.attempt_public_id, best.submitted_on)
        for slug, best in sorted(progress.best.items())
    )
    return modules, checks, LedgerMinutes(Ledger.TRAINING, progress.minutes(version))


def exemption_facts(progress: Progress, version: VersionOutline) -> tuple[ModuleExemption, ...]:
    """The exemptions that requirements may look at; they add no minutes."""
    return tuple(one for module in version.modules for one in _exemptions(progress, module))


def _exemptions(progress: Progress, module: ModuleOutline) -> Iterator[ModuleExemption]:
    """The exemptions that concern a module, each once with the number of its steps."""
    found: dict[str, list[ActivityOutline]] = {}
    for step in module.activities:
        if step.id in progress.exempted:
            found.setdefault(progress.exempted[step.id].public_id, []).append(step)
    for public_id, steps in found.items():
        day = progress.exempted[steps[0].id].on
        check = module.check in steps
        yield ModuleExemption(module.slug, len(steps), check, public_id, day)


def _module_progress(progress: Progress, module: ModuleOutline) -> ModuleProgress:
    days = [progress.done[step.id] for step in module.activities if step.id in progress.done]
    total = len(module.activities)
    return ModuleProgress(module.slug, len(days), total, max(days) if len(days) == total else None)
