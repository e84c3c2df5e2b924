"""Deadlines: days to go through, which pauses stretch and adjustments lengthen.

A training has a number of days, from its first to the deadline that its cohort planned. A day of
pause is not one of them: whenever it is taken, the deadline moves on by a day. All days are civil
days where the organisation is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
ADJUSTMENT_PERCENT = 25
"""What a person may take without asking anybody (quality indicator 10)."""
QUIET_DAYS = (14, 28)
"""After how many days without a sign tutors are shown that nobody heard from a person."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days of pause: the first, and the first one after; None while there is no end in sight."""

    begins_on: date
    returns_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether that day is one of the pause."""
        return self.begins_on <= day and (self.returns_on is None or day < self.returns_on)

    def until(self, today: date) -> date:
        """The first day after it, as far as one can tell today."""
        return self.returns_on or max(self.begins_on, today) + DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a deadline is made of: the cohort's days, and the person's own additions."""

    starts_on: date
    due_on: date
    percent: int = 0
    days: int = 0

    @property
    def given(self) -> int:
        """How many days there are to go through, the first and the last included."""
        planned = (self.due_on - self.starts_on).days + 1
        return planned + share(planned, self.percent) + self.days


def share(days: int, percent: int) -> int:
    """So many percent of the days, rounded up."""
    return -(-days * percent // 100)


def civil_day(instant: datetime, zone: str) -> date:
    """The date where the organisation is."""
    return instant.astimezone(ZoneInfo(zone)).date()


def deadline(plan: Plan, absences: Iterable[Absence], *, today: date) -> date:
    """The last day of the plan once its pauses are left out.

    An open pause counts up to today, so that its deadline moves on with each of its days.
    """
    last = plan.starts_on + timedelta(days=plan.given - 1)
    for begins_on, returns_on in _apart(absences, today):
        if begins_on > last:
            break
        last += max(returns_on - max(begins_on, plan.starts_on), timedelta())
    return last


def days_until(plan: Plan, absences: Iterable[Absence], wished: date, *, today: date) -> int:
    """How many more days the plan needs to end on the wished day; 0 when it ends later already."""
    held = tuple(absences)
    last = deadline(plan, held, today=today)
    paused = sum(
        max(min(returns, wished + DAY) - max(begins, last + DAY), timedelta()).days
        for begins, returns in _apart(held, today)
    )
    return max((wished - last).days - paused, 0)


def current(absences: Iterable[Absence], today: date) -> Absence | None:
    """The pause of today, if there is one."""
    return next((one for one in absences if one.holds_on(today)), None)


def _apart(absences: Iterable[Absence], today: date) -> list[tuple[date, date]]:
    """The same days as spans that neither touch nor overlap, the first one first."""
    spans: list[tuple[date, date]] = []
    for begins_on, returns_on in sorted((one.begins_on, one.until(today)) for one in absences):
        if spans and begins_on <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], returns_on)
        else:
            spans.append((begins_on, returns_on))
    return spans
