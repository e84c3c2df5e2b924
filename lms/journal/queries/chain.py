"""Walking the chain: where it ends, and the first place where it does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MappingResult, func, select
from sqlalchemy.orm import Session

from lms.journal.models import JournalCheckpoint, JournalEntry
from lms.journal.rules.chain import BEGINNING, SEALED_FIELDS, Head, next_head
from lms.journal.rules.marks import Mark, MarkKind, is_signed

READ_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """The first sequence number that is not what was sealed, and why in one clause."""

    sequence: int
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a walk found: where the chain begins and ends, and its first fault if there is one."""

    begins_after: Head
    head: Head
    marks_met: int
    fault: Fault | None


def head_of(session: Session) -> Head:
    """The last entry of the chain; after a purge of everything, the last purged one."""
    row = session.execute(
        select(JournalEntry.sequence, JournalEntry.link)
        .where(JournalEntry.sequence.is_not(None))
        .order_by(JournalEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    return Head(row[0] or 0, row[1] or "") if row else _begins_after(session)[0]


def unsealed_count(session: Session) -> int:
    """How many entries wait for the next seal."""
    waiting = select(func.count()).where(JournalEntry.sequence.is_(None))
    return session.scalar(waiting) or 0


def check_chain(session: Session, marks: Sequence[Mark], *, signed_by: str) -> Check:
    """Walk the whole chain and compare it with the marks that still hold.

    Three statements, the entries streamed; `signed_by` is the public key of the checkpoints.
    """
    check = _walked(session, marks, signed_by)
    # A purge between the two first statements would look like entries that were cut out.
    while check.begins_after != _begins_after(session)[0]:
        check = _walked(session, marks, signed_by)
    return check


def _walked(session: Session, marks: Sequence[Mark], signed_by: str) -> Check:
    begin, fault = _begins_after(session, signed_by)
    walk = _Walk(begin, {mark.head.sequence: mark for mark in marks})
    fault = fault or walk.past(begin)
    with _sealed(session) as rows:
        while fault is None and (row := rows.fetchone()) is not None:
            fault = walk.step(row)
    return Check(begin, walk.head, walk.marks_met, fault or walk.cut(marks))


class _Walk:
    """Where the walk stands, and the last mark that it passed unharmed."""

    def __init__(self, begin: Head, marks: Mapping[int, Mark]) -> None:
        self.head = begin
        self.marks_met = 0
        self._marks = marks
        self._sure = begin.sequence

    def step(self, row: Mapping[Any, Any]) -> Fault | None:
        """Compare one sealed row with what its place in the chain demands."""
        awaited = next_head(self.head, row)
        if row["sequence"] < awaited.sequence:
            return Fault(row["sequence"], "was purged and is there again")
        if row["sequence"] > awaited.sequence:
            return Fault(awaited.sequence, "is missing")
        if row["link"] != awaited.link:
            return Fault(awaited.sequence, "is not what was sealed")
        self.head = awaited
        return self.past(awaited)

    def past(self, head: Head) -> Fault | None:
        """Compare with the mark made at this place, if there is one."""
        mark = self._marks.get(head.sequence)
        if mark is None:
            return None
        if mark.head.link != head.link:
            words = f"or a later one up to {head.sequence} was rewritten before {mark.at:%Y-%m-%d}"
            return Fault(min(self._sure + 1, head.sequence), words)
        self.marks_met += 1
        self._sure = head.sequence
        return None

    def cut(self, marks: Sequence[Mark]) -> Fault | None:
        """A mark beyond the end of the chain: its tail was cut off."""
        last = max((mark.head.sequence for mark in marks), default=0)
        if last <= self.head.sequence:
            return None
        return Fault(self.head.sequence + 1, f"is missing, and all that followed up to {last}")


def _begins_after(session: Session, signed_by: str = "") -> tuple[Head, Fault | None]:
    row = session.scalars(
        select(JournalCheckpoint).order_by(JournalCheckpoint.sequence.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return BEGINNING, None
    head = Head(row.sequence, row.link)
    mark = Mark(MarkKind.PURGED, head, row.at)
    if signed_by and not is_signed(mark, row.signature, signed_by):
        return head, Fault(head.sequence, "is said to be purged, but not by this installation")
    return head, None


def _sealed(session: Session) -> MappingResult:
    columns = [getattr(JournalEntry, name) for name in (*SEALED_FIELDS, "sequence", "link")]
    return session.execute(
        select(*columns)
        .where(JournalEntry.sequence.is_not(None))
        .order_by(JournalEntry.sequence)
        .execution_options(yield_per=READ_AT_ONCE)
    ).mappings()
