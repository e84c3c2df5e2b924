"""The table of help numbers and the age of its checks."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lms.support.models import HelpNumber, Territory

TABLE = Path(__file__).with_name("numbers.toml")
OLD_AFTER = timedelta(days=183)


@cache
def territories() -> tuple[Territory, ...]:
    """Every territory with its numbers, from the file beside this module."""
    return read_table(tomllib.loads(TABLE.read_text()))


def read_table(document: dict[str, Any]) -> tuple[Territory, ...]:
    """The table of a TOML document; `KeyError` or `TypeError` when an entry is incomplete."""
    return tuple(
        Territory(
            code,
            entry["name"],
            tuple(HelpNumber(territory=code, **number) for number in entry["number"]),
        )
        for code, entry in document["territory"].items()
    )


def checked_too_long_ago(today: date) -> tuple[HelpNumber, ...]:
    """The numbers whose last check is over six months old."""
    numbers = [number for territory in territories() for number in territory.numbers]
    return tuple(number for number in numbers if today - number.checked_on > OLD_AFTER)
