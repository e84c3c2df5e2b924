"""By when a tutor answers: working days of the organisation's territory."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
FRENCH = {
    "FR": None,
    "GP": "971",
    "MQ": "972",
    "GF": "973",
    "RE": "974",
    "YT": "976",
    "BL": "BL",
    "MF": "MF",
    "NC": "NC",
    "PF": "PF",
    "PM": "PM",
    "WF": "WF",
}
"""Territories whose public holidays are known, and how the library calls them."""


def answer_due(sent_on: date, days: int, days_off: Container[date]) -> date:
    """The working day by whose end a message of that day is answered."""
    due = sent_on
    while days:
        due += timedelta(days=1)
        days -= is_worked(due, days_off)
    return due


def is_worked(day: date, days_off: Container[date]) -> bool:
    """Monday to Friday, but for public holidays."""
    return day.weekday() < SATURDAY and day not in days_off


def days_off(territory: str, year: int) -> frozenset[date]:
    """The public holidays of that year and the next one; none where they are not known."""
    if territory not in FRENCH:
        return frozenset()
    return _french(FRENCH[territory], year) | _french(FRENCH[territory], year + 1)


@lru_cache(maxsize=64)
def _french(subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))
