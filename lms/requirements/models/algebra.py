"""The rules a programme may be made of, and the set that a published version keeps."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import ClassVar, TypeAlias

from lms.kernel.text import Text, _

SCHEMA = 1
MAX_DEPTH = 8
MAX_RULES = 200
MAX_MINUTES = 600_000
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

JsonObject: TypeAlias = dict[str, object]


class RuleMalformed(ValueError):
    """A rule, a fact or a stored proof is not well formed; `path` leads to the faulty place."""

    def __init__(self, path: str, reason: Text) -> None:
        super().__init__(f"{path}: {reason}" if path else str(reason))
        self.path = path
        self.reason = reason

    def within(self, path: str) -> RuleMalformed:
        """The same refusal, seen from the document that holds the faulty value."""
        return RuleMalformed(f"{path}.{self.path}" if self.path else path, self.reason)


class Ledger(StrEnum):
    """Where minutes are written down; an enum value is what rule documents hold."""

    TRAINING = "training"
    GROUP = "group"
    """Half-days of group sessions, signed by the person and by whoever led."""
    SUPERVISION = "supervision"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the rules."""

    KIND: ClassVar[str] = "all_of"
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        _require_distinct(self.rules)

    def document(self) -> JsonObject:
        return {"kind": self.KIND, "rules": [rule.document() for rule in self.rules]}


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the rules, whichever they are."""

    KIND: ClassVar[str] = "at_least"
    count: int
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        # A count above the number of rules could never be met: somebody mistyped it.
        require_between("count", self.count, 0, len(self.rules))
        _require_distinct(self.rules)

    def document(self) -> JsonObject:
        rules = [rule.document() for rule in self.rules]
        return {"kind": self.KIND, "count": self.count, "rules": rules}


@dataclass(frozen=True, slots=True)
class ModuleComplete:
    """Every step of the module (named by its slug) is done."""

    KIND: ClassVar[str] = "module_complete"
    module: str

    def __post_init__(self) -> None:
        require_slug("module", self.module)

    def document(self) -> JsonObject:
        return {"kind": self.KIND, "module": self.module}


@dataclass(frozen=True, slots=True)
class CheckPassed:
    """The module's check has at least `percent` per cent of right answers in one attempt."""

    KIND: ClassVar[str] = "check_passed"
    module: str
    percent: int

    def __post_init__(self) -> None:
        require_slug("module", self.module)
        require_between("percent", self.percent, 1, 100)

    def right_needed(self, total: int) -> int:
        """The smallest number of right answers that reaches the threshold, rounded up."""
        return -(-self.percent * total // 100)

    def threshold(self, total: int) -> Fraction:
        """What must be reached, exactly: answers may be right in part."""
        return Fraction(self.percent * total, 100)

    def missing(self, right: int | Fraction, total: int) -> int:
        """How many right answers are missing, a part of one counted as one; 0 when it is passed."""
        return max(0, ceil(self.threshold(total) - right))

    def document(self) -> JsonObject:
        return {"kind": self.KIND, "module": self.module, "percent": self.percent}


@dataclass(frozen=True, slots=True)
class MinutesOf:
    """At least `minutes` in the ledger; those left unanswered count only if the rule says so."""

    KIND: ClassVar[str] = "minutes_of"
    ledger: Ledger
    minutes: int
    unanswered_counts: bool = False

    def __post_init__(self) -> None:
        require_between("minutes", self.minutes, 1, MAX_MINUTES)

    def document(self) -> JsonObject:
        return {
            "kind": self.KIND,
            "ledger": self.ledger.value,
            "minutes": self.minutes,
            "unanswered_counts": self.unanswered_counts,
        }


@dataclass(frozen=True, slots=True)
class GroupShare:
    """At least `percent` per cent of the planned minutes of group sessions are signed.

    Of all that is planned, the days to come included: nobody meets it by the first session. Where
    nothing is planned it is not met.
    """

    KIND: ClassVar[str] = "group_share"
    percent: int

    def __post_init__(self) -> None:
        require_between("percent", self.percent, 1, 100)

    def minutes_needed(self, planned: int) -> int:
        """The fewest signed minutes that reach the share, rounded up."""
        return -(-self.percent * planned // 100)

    def document(self) -> JsonObject:
        return {"kind": self.KIND, "percent": self.percent}


Rule: TypeAlias = AllOf | AtLeast | ModuleComplete | CheckPassed | MinutesOf | GroupShare


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one published version; `version` is its label, as people read it.

    A set that asks for nothing is refused: an emptied rule must never certify everybody.
    """

    version: str
    root: Rule

    def __post_init__(self) -> None:
        if not self.version.isprintable() or not 1 <= len(self.version.strip()) <= 80:
            raise RuleMalformed("version", _("Write a label of 1 to 80 characters."))
        _require_small(self.root)
        if _asks_nothing(self.root):
            raise RuleMalformed("rule", _("These rules ask for nothing."))

    @property
    def digest(self) -> str:
        """SHA-256 of the rules alone: two labels over the same rules share it."""
        canonical = json.dumps(
            {"schema": SCHEMA, "rule": self.root.document()},
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def document(self) -> JsonObject:
        """What is stored; `read_rule_set` reads it back."""
        return {"schema": SCHEMA, "version": self.version, "rule": self.root.document()}


def subrules(rule: Rule) -> tuple[Rule, ...]:
    """The rules a group is made of; a single rule has none."""
    return rule.rules if isinstance(rule, AllOf | AtLeast) else ()


def require_between(field: str, value: int | Fraction, least: int, most: int) -> None:
    """Refuse a number out of its range."""
    if not least <= value <= most:
        reason = _("Give a number from %(least)s to %(most)s.", least=least, most=most)
        raise RuleMalformed(field, reason)


def require_slug(field: str, value: str) -> None:
    """Refuse a name that could not be the slug of a module."""
    if len(value) > 80 or not SLUG.fullmatch(value):
        raise RuleMalformed(field, _("Give a short name: lower-case letters, digits and hyphens."))


def _require_distinct(rules: tuple[Rule, ...]) -> None:
    # The same rule twice would let one piece of evidence count twice in "at least".
    if len(rules) > MAX_RULES:
        raise RuleMalformed("rules", too_large())
    for position, rule in enumerate(rules):
        if rule in rules[:position]:
            raise RuleMalformed(f"rules[{position}]", _("This rule is already in the group."))


def _require_small(root: Rule) -> None:
    for number, (_rule, depth) in enumerate(_walk(root, 1), start=1):
        if depth > MAX_DEPTH or number > MAX_RULES:
            raise RuleMalformed("rule", too_large())


def too_large() -> Text:
    """The refusal of a set that nobody could read."""
    return _(
        "Use at most %(rules)s rules, nested at most %(depth)s deep.",
        rules=MAX_RULES,
        depth=MAX_DEPTH,
    )


def _walk(rule: Rule, depth: int) -> Iterator[tuple[Rule, int]]:
    yield rule, depth
    for subrule in subrules(rule):
        yield from _walk(subrule, depth + 1)


def _asks_nothing(rule: Rule) -> bool:
    """Whether the rule is met without any fact; single rules always ask for something."""
    if not isinstance(rule, AllOf | AtLeast):
        return False
    needed = rule.count if isinstance(rule, AtLeast) else len(rule.rules)
    return sum(map(_asks_nothing, rule.rules)) >= needed
