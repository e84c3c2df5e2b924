"""Dates and lengths of time as people say them, in French and in English."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from lms.printing.models import Bilingual

NO_BREAK = "\N{NO-BREAK SPACE}"


def day(on: date) -> Bilingual:
    """1er juillet 2026, 1 July 2026; kept on one line."""
    fr, en = (format_date(on, "long", locale=locale) for locale in ("fr_FR", "en_GB"))
    if on.day == 1:
        fr = fr.replace("1 ", "1er ", 1)
    return Bilingual(fr.replace(" ", NO_BREAK), en.replace(" ", NO_BREAK))


def period(first: date, last: date) -> Bilingual:
    if first == last:
        return Bilingual(f"le {day(first).fr}", f"on {day(first).en}")
    return Bilingual(
        f"du {day(first).fr} au {day(last).fr}", f"from {day(first).en} to {day(last).en}"
    )


def length(minutes: int) -> str:
    """45 min, 2 h, 2 h 05: understood in both languages."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NO_BREAK}min"
    return f"{hours}{NO_BREAK}h{NO_BREAK}{rest:02}" if rest else f"{hours}{NO_BREAK}h"
