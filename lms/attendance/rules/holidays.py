"""Public holidays of a French territory: a session on one of them is told, never refused."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

COUNTRY = "FR"
OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976"}


def holiday_on(day: date, territory: str) -> str | None:
    """The holiday's name in French, or None; territories are "FR" or a code such as "RE"."""
    return _of(territory, day.year).get(day)


@lru_cache(maxsize=64)
def _of(territory: str, year: int) -> dict[date, str]:
    # Heavy, and only asked for by pages of sessions.
    from holidays import country_holidays, list_supported_countries

    part = territory.upper().removeprefix("FR-")
    part = OVERSEAS.get(part, part)
    known = part if part in list_supported_countries()[COUNTRY] else None
    return dict(country_holidays(COUNTRY, subdiv=known, years=year, language="fr"))
