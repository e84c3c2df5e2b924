"""Days and hours of sessions, on the clock of their organisation."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from lms.web.i18n import NO_BREAK, language


def local_day(when: datetime, zone: str) -> date:
    """The civil day of an instant there."""
    return when.astimezone(ZoneInfo(zone)).date()


def local_clock(when: datetime, zone: str) -> str:
    """The time of day there: 9 h 30."""
    local = when.astimezone(ZoneInfo(zone))
    if language() == "fr":
        return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"
    return f"{local.hour}:{local.minute:02}"


def clock_of(zone: str) -> str:
    """The town whose clock a zone names: "Reunion"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
