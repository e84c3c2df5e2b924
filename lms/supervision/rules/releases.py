"""Requests to read an aide-mémoire about oneself: how long an answer may take, what may follow."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from lms.vault.rules import Place

AGAIN_AFTER = timedelta(days=30)
"""After an answer, before the same aide-mémoire may be asked for again."""


def answer_day(asked_on: date, purge_on: date) -> date:
    """The last day for an answer: one month after the request, never past the deletion."""
    year, month = asked_on.year + asked_on.month // 12, asked_on.month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return min(date(year, month, min(asked_on.day, last)), purge_on - timedelta(days=1))


def released_place(public_id: str, asker_id: int) -> Place:
    """Where the released copy is sealed: under the key of the person who asked."""
    return Place("released_texts", public_id, "sealed", asker_id)
