"""How the minutes of sessions add up, apart by what both sides have said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lms.requirements.models import Ledger, LedgerMinutes
from lms.supervision.models import Standing
from lms.supervision.rules.signing import ANSWER_WITHIN, ShownStanding, shown_standing

COUNTED = frozenset({ShownStanding.COUNTERSIGNED, ShownStanding.COMMENTED, ShownStanding.CONTESTED})


class Part(Protocol):
    """What is known of one person's part in a session."""

    @property
    def public_id(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def signed_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Minutes apart: answered, signed without an answer for 14 days, in time to answer, logged."""

    counted: int = 0
    unanswered: int = 0
    signed: int = 0
    logged: int = 0

    @property
    def pending(self) -> int:
        """What meets no rule yet: not signed, or still within the time to answer."""
        return self.signed + self.logged

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            counted=self.counted + other.counted,
            unanswered=self.unanswered + other.unanswered,
            signed=self.signed + other.signed,
            logged=self.logged + other.logged,
        )

    @property
    def all(self) -> int:
        """Everything that was logged."""
        return self.counted + self.unanswered + self.pending


def totals(parts: Iterable[Part], *, now: datetime) -> Totals:
    """The minutes of these parts; each minute is in exactly one total."""
    sums = dict.fromkeys(("counted", "unanswered", "signed", "logged"), 0)
    for part in parts:
        sums[_total_of(shown_standing(part.standing, part.signed_at, now))] += part.minutes
    return Totals(**sums)


def ledger_minutes(parts: Iterable[Part], *, now: datetime) -> LedgerMinutes:
    """The same as evidence; its sources are the parts that may meet a rule."""
    parts = tuple(parts)
    sums = totals(parts, now=now)
    sources = (
        part.public_id
        for part in parts
        if _total_of(shown_standing(part.standing, part.signed_at, now))
        in {"counted", "unanswered"}
    )
    return LedgerMinutes(
        Ledger.SUPERVISION,
        counted=sums.counted,
        unanswered=sums.unanswered,
        pending=sums.pending,
        sources=tuple(sorted(sources)),
    )


def answer_due_at(signed_at: datetime) -> datetime:
    """From then on the signature reads as unanswered."""
    return signed_at + ANSWER_WITHIN


def _total_of(shown: ShownStanding) -> str:
    return "counted" if shown in COUNTED else shown.value
