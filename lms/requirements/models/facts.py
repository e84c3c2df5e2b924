"""What is known of one enrolment when it is judged: ids, days and exact numbers only."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, TypeAlias

from lms.kernel.text import _
from lms.requirements.models.algebra import (
    JsonObject,
    Ledger,
    RuleMalformed,
    require_between,
    require_slug,
)

MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """How many steps of a module are done; `completed_on` is the day of the last one."""

    KIND: ClassVar[str] = "module_progress"
    module: str
    steps_done: int
    steps_total: int
    completed_on: date | None = None

    def __post_init__(self) -> None:
        require_slug("module", self.module)
        require_between("steps_total", self.steps_total, 1, MOST)
        require_between("steps_done", self.steps_done, 0, self.steps_total)
        if (self.completed_on is not None) != (self.steps_done == self.steps_total):
            raise RuleMalformed("completed_on", _("A module has its date when all steps are done."))
        if self.completed_on is not None:
            _require_day("completed_on", self.completed_on)

    def document(self) -> JsonObject:
        return {
            "kind": self.KIND,
            "module": self.module,
            "steps_done": self.steps_done,
            "steps_total": self.steps_total,
            "completed_on": self.completed_on.isoformat() if self.completed_on else None,
        }


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One submitted attempt at a module's check; `attempt` is its public id."""

    KIND: ClassVar[str] = "check_result"
    module: str
    right: int | Fraction
    """A whole number, or a fraction where an answer was right in part."""
    total: int
    attempt: str
    submitted_on: date

    def __post_init__(self) -> None:
        require_slug("module", self.module)
        require_between("total", self.total, 1, MOST)
        require_between("right", self.right, 0, self.total)
        _require_id("attempt", self.attempt)
        _require_day("submitted_on", self.submitted_on)

    def document(self) -> JsonObject:
        return {
            "kind": self.KIND,
            "module": self.module,
            "right": self.right if isinstance(self.right, int) else str(self.right),
            "total": self.total,
            "attempt": self.attempt,
            "submitted_on": self.submitted_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class LedgerMinutes:
    """The minutes of one ledger, apart by standing; `sources` are public ids of its entries.

    `counted`: planned length of the steps done, or supervision countersigned, commented or
    contested. These three are not told apart, so that no reader of a proof learns of a dispute.
    `unanswered`: signed by the supervisor and left without an answer ("non contresigné").
    `pending`: not signed yet, or still within the time to answer; meets no rule.
    """

    KIND: ClassVar[str] = "ledger_minutes"
    ledger: Ledger
    counted: int
    unanswered: int = 0
    pending: int = 0
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("counted", "unanswered", "pending"):
            require_between(field, getattr(self, field), 0, MOST)
        for position, source in enumerate(self.sources):
            _require_id(f"sources[{position}]", source)
        _require_distinct("sources", self.sources)

    def towards(self, *, unanswered_counts: bool) -> int:
        """The minutes that meet a rule."""
        return self.counted + (self.unanswered if unanswered_counts else 0)

    def document(self) -> JsonObject:
        return {
            "kind": self.KIND,
            "ledger": self.ledger.value,
            "counted": self.counted,
            "unanswered": self.unanswered,
            "pending": self.pending,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class ModuleExemption:
    """Steps of a module from which the person is exempted; `exemption` is its public id.

    No minutes are counted for them, and a step that was completed all the same is not among them.
    """

    KIND: ClassVar[str] = "module_exemption"
    module: str
    steps: int
    check: bool
    """Whether the module's check is one of them."""
    exemption: str
    given_on: date

    def __post_init__(self) -> None:
        require_slug("module", self.module)
        require_between("steps", self.steps, 1, MOST)
        _require_id("exemption", self.exemption)
        _require_day("given_on", self.given_on)

    def document(self) -> JsonObject:
        return {
            "kind": self.KIND,
            "module": self.module,
            "steps": self.steps,
            "check": self.check,
            "exemption": self.exemption,
            "given_on": self.given_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class GroupAttendance:
    """Planned and signed minutes of group sessions, and the days that were missed.

    `planned` leaves make-up sessions and cancelled ones out; `signed` holds make-up sessions too.
    `missed` are days on which a half-day was over and not signed; they say nothing of a cause.
    """

    KIND: ClassVar[str] = "group_attendance"
    planned: int
    signed: int
    waiting: int = 0
    missed: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        for field in ("planned", "signed", "waiting"):
            require_between(field, getattr(self, field), 0, MOST)
        for position, day in enumerate(self.missed):
            _require_day(f"missed[{position}]", day)
        _require_distinct("missed", self.missed)

    def document(self) -> JsonObject:
        return {
            "kind": self.KIND,
            "planned": self.planned,
            "signed": self.signed,
            "waiting": self.waiting,
            "missed": [day.isoformat() for day in self.missed],
        }


Evidence: TypeAlias = (
    ModuleProgress | CheckResult | LedgerMinutes | ModuleExemption | GroupAttendance
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules may look at; the order inside each tuple means nothing.

    `checks` may hold every attempt or only the best of each module: the best is what counts.
    """

    modules: tuple[ModuleProgress, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    minutes: tuple[LedgerMinutes, ...] = ()
    exemptions: tuple[ModuleExemption, ...] = ()
    group: GroupAttendance | None = None
    """None where nobody looked: no rule asks for it."""

    def __post_init__(self) -> None:
        _require_distinct("modules", [progress.module for progress in self.modules])
        _require_distinct("checks", [result.attempt for result in self.checks])
        _require_distinct("minutes", [entry.ledger for entry in self.minutes])
        _require_distinct("exemptions", [(one.module, one.exemption) for one in self.exemptions])

    def progress_in(self, module: str) -> ModuleProgress | None:
        return next((progress for progress in self.modules if progress.module == module), None)

    def best_check_of(self, module: str) -> CheckResult | None:
        """The highest share of right answers; between equals, the earliest."""
        results = (result for result in self.checks if result.module == module)
        return min(results, key=_best_first, default=None)

    def exemptions_in(self, module: str) -> tuple[ModuleExemption, ...]:
        return tuple(one for one in self.exemptions if one.module == module)

    def minutes_in(self, ledger: Ledger) -> LedgerMinutes | None:
        return next((entry for entry in self.minutes if entry.ledger is ledger), None)


def _best_first(result: CheckResult) -> tuple[Fraction, date, str]:
    return -Fraction(result.right, result.total), result.submitted_on, result.attempt


def _require_day(field: str, value: date) -> None:
    # A datetime is a date to Python; a time of day must never enter a proof.
    if type(value) is not date:
        raise RuleMalformed(field, _("Give a day without a time."))


def _require_id(field: str, value: str) -> None:
    if not value.isprintable() or not 1 <= len(value) <= 64:
        raise RuleMalformed(field, _("Give an identifier of 1 to 64 characters."))


def _require_distinct(field: str, values: Sequence[Hashable]) -> None:
    if len(set(values)) < len(values):
        raise RuleMalformed(field, _("The same entry appears twice."))
