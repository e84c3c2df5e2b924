"""Civil times of a session where its organisation is, and the instants that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

EARLIEST, LATEST = time(6), time(23)
"""Clocks change at night: between these hours a civil time stands for one instant everywhere."""
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, as instants."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        """Whether both hold at some moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def half_day(day: date, begins: time, ends: time, zone: str, *, which: str) -> Span:
    """The instants of a half-day; `RuleBroken` beside the fields of `which`."""
    if not EARLIEST <= begins <= LATEST or not EARLIEST <= ends <= LATEST:
        raise RuleBroken(f"{which}_begins", _("A session takes place between 6:00 and 23:00."))
    if ends <= begins:
        raise RuleBroken(f"{which}_ends", _("The end comes before the beginning."))
    local = ZoneInfo(zone)
    first, last = (datetime.combine(day, clock, local).astimezone(UTC) for clock in (begins, ends))
    if not SHORTEST <= last - first <= LONGEST:
        raise RuleBroken(f"{which}_ends", _("A half-day lasts between 30 minutes and 6 hours."))
    return Span(first, last)
