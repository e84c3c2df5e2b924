"""The structure of a published version: what pages know without asking the database again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.catalogue.rules.checks.drawing import is_drawn
from lms.catalogue.rules.easy import plain
from lms.catalogue.rules.media import MediaItem, items_of
from lms.requirements.models import CheckPassed, GroupShare, Ledger, MinutesOf, Rule, RuleSet
from lms.requirements.models.algebra import subrules

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActivityOutline:
    """A step, without its text; titles are {"fr", "en"},
    and {"fr-easy"} where there is an easy-to-read text."""

    id: int
    module_slug: str
    slug: str
    position: int
    kind: ActivityKind
    minutes: int
    title: Words
    sheet: Words

    def locale(self, wanted: str) -> str:
        """The locale of the text to show to whoever wants this one: not all are easy to read."""
        return wanted if wanted in self.title else plain(wanted)


@dataclass(frozen=True)
class ModuleOutline:
    """A module and its steps in order."""

    id: int
    slug: str
    position: int
    title: Words
    sheet: Words
    reviewed_on: date
    activities: tuple[ActivityOutline, ...]

    @property
    def texts(self) -> tuple[ModuleTextKind, ...]:
        """What stands beside the steps; versions of earlier days know nothing of it."""
        return tuple(map(ModuleTextKind, self.sheet.get("texts", ())))

    @cached_property
    def media(self) -> tuple[MediaItem, ...]:
        """What its texts may show beside words; versions of earlier days have none."""
        return items_of(self.sheet)

    @property
    def minutes(self) -> int:
        """The planned length of all steps."""
        return sum(activity.minutes for activity in self.activities)

    @property
    def check(self) -> ActivityOutline | None:
        """The module's check, when it has one."""
        kinds = (step for step in self.activities if step.kind is ActivityKind.CHECK)
        return next(kinds, None)

    def step(self, number: int) -> ActivityOutline | None:
        """The step at this position (from 1)."""
        return next((step for step in self.activities if step.position == number), None)

    def named(self, slug: str) -> ActivityOutline | None:
        """The step of this name."""
        return next((step for step in self.activities if step.slug == slug), None)


@dataclass(frozen=True)
class VersionOutline:
    """A published version; it never changes, so processes keep it."""

    id: int
    public_id: str
    slug: str
    number: int
    title: Words
    sheet: Words
    rule_set: RuleSet
    modules: tuple[ModuleOutline, ...]

    @cached_property
    def activities(self) -> tuple[ActivityOutline, ...]:
        """Every step, in order."""
        return tuple(step for module in self.modules for step in module.activities)

    @property
    def minutes(self) -> int:
        """The planned length of the whole programme alone."""
        return sum(module.minutes for module in self.modules)

    @property
    def supervision_minutes(self) -> int:
        """The signed supervision that the rules ask for."""
        asked = (rule for rule in _leaves(self.rule_set.root) if isinstance(rule, MinutesOf))
        return sum(rule.minutes for rule in asked if rule.ledger is Ledger.SUPERVISION)

    @cached_property
    def group_percent(self) -> int:
        """The share of planned group sessions that the rules ask for; 0: none."""
        asked = (rule for rule in _leaves(self.rule_set.root) if isinstance(rule, GroupShare))
        return max((rule.percent for rule in asked), default=0)

    @cached_property
    def asks_for_group(self) -> bool:
        """Whether any rule looks at group sessions."""
        leaves = _leaves(self.rule_set.root)
        return any(
            isinstance(rule, GroupShare)
            or (isinstance(rule, MinutesOf) and rule.ledger is Ledger.GROUP)
            for rule in leaves
        )

    def module(self, slug: str) -> ModuleOutline | None:
        """The module of this name."""
        return next((module for module in self.modules if module.slug == slug), None)

    def after(self, module: ModuleOutline) -> ModuleOutline | None:
        """The module that follows."""
        return next((m for m in self.modules if m.position > module.position), None)

    def passes(self, module: str, right: int | Fraction, total: int) -> bool:
        """Whether a result passes the module's check; any does when no rule asks."""
        asked = (rule for rule in _leaves(self.rule_set.root) if isinstance(rule, CheckPassed))
        return not any(r.missing(right, total) for r in asked if r.module == module)

    def right_needed(self, module: str, total: int) -> int | Fraction:
        """The right answers out of `total` that pass the module's check; 0 when no rule asks.

        A fraction where the threshold lies between two whole numbers and answers may be right in
        part.
        """
        rules = (rule for rule in _leaves(self.rule_set.root) if isinstance(rule, CheckPassed))
        asked = [rule for rule in rules if rule.module == module]
        needed = max((rule.right_needed(total) for rule in asked), default=0)
        found = self.module(module)
        if found is None or found.check is None or not is_drawn(found.check.sheet):
            return needed
        exact = max((rule.threshold(total) for rule in asked), default=Fraction(0))
        return needed if exact.denominator == 1 else exact


def _leaves(rule: Rule) -> tuple[Rule, ...]:
    inner = subrules(rule)
    return tuple(leaf for sub in inner for leaf in _leaves(sub)) if inner else (rule,)
