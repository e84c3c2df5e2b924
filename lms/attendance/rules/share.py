"""Group sessions as facts for requirements: what is planned, signed, and which days were missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.requirements.models import GroupAttendance, Ledger, LedgerMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """A half-day as it stands for one person."""

    public_id: str
    held_on: date
    minutes: int
    planned: bool
    """Of the cohort of today, and no make-up."""
    over: bool
    signed: bool
    led: bool
    """Whether somebody who leads signed too."""


def group_attendance(halves: Iterable[Attended]) -> GroupAttendance:
    """Planned, signed by both sides, signed by the person alone, and the days that were missed."""
    halves = tuple(halves)
    missed = {half.held_on for half in halves if half.planned and half.over and not half.signed}
    return GroupAttendance(
        planned=sum(half.minutes for half in halves if half.planned),
        signed=sum(half.minutes for half in halves if half.signed and half.led),
        waiting=sum(half.minutes for half in halves if half.signed and not half.led),
        missed=tuple(sorted(missed)),
    )


def group_minutes(halves: Iterable[Attended]) -> LedgerMinutes:
    """The same as the minutes of their own ledger; its sources are the half-days signed by both."""
    halves = tuple(halves)
    counted = [half for half in halves if half.signed and half.led]
    return LedgerMinutes(
        Ledger.GROUP,
        counted=sum(half.minutes for half in counted),
        pending=sum(half.minutes for half in halves if half.signed and not half.led),
        sources=tuple(sorted(half.public_id for half in counted)),
    )
