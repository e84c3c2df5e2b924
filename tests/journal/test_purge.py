"""Old entries go, and what stays can still be verified."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from lms.journal.models import JournalCheckpoint, JournalEntry
from lms.journal.operations import purge, record
from lms.journal.queries import check_chain, head_of
from tests.journal.chained import KEYS, NOON, OURS, append, fault, mark, unguard

YEARS_AGO = NOON - timedelta(days=1_200)


def counted(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def test_what_stays_after_a_purge_is_verified_from_its_checkpoint(session: Session) -> None:
    append(session, 10, at=YEARS_AGO)
    early = mark(session)
    append(session, 5)
    late = mark(session)
    assert purge(session, KEYS, before=NOON, now=NOON) == 10
    assert counted(session) == 5
    check = check_chain(session, (early, late), signed_by=OURS)
    assert check.fault is None
    assert (check.begins_after, check.head, check.marks_met) == (early.head, late.head, 2)


def test_a_journal_purged_to_the_last_entry_goes_on_where_it_was(session: Session) -> None:
    append(session, 10, at=YEARS_AGO)
    head = head_of(session)
    assert purge(session, KEYS, before=NOON, now=NOON) == 10
    assert head_of(session) == head
    append(session, 2)
    assert head_of(session).sequence == 12
    assert fault(session) is None
    assert purge(session, KEYS, before=NOON, now=NOON) == 0


def test_a_purge_chains_what_waits_and_never_leaves_a_gap(session: Session) -> None:
    append(session, 3, at=YEARS_AGO)
    append(session, 1)
    record(session, "test.late", now=YEARS_AGO, actor_id=None, subject=("test", 0))
    assert purge(session, KEYS, before=NOON, now=NOON) == 3
    assert counted(session) == 2, "the old entry chained after a young one waits for it"
    assert fault(session) is None


def test_purging_again_and_again_moves_the_beginning(session: Session) -> None:
    for step in range(4):
        append(session, 5, at=YEARS_AGO + timedelta(days=step))
    for step in range(1, 4):
        before = YEARS_AGO + timedelta(days=step)
        assert purge(session, KEYS, before=before, now=NOON) == 5
        assert fault(session) is None
    assert session.scalars(select(JournalCheckpoint.sequence)).all() == [5, 10, 15]


def test_a_purge_that_nobody_signed_is_found(session: Session) -> None:
    append(session, 10)
    sixth = session.scalars(select(JournalEntry.link).where(JournalEntry.sequence == 6)).one()
    forged = {"sequence": 6, "link": sixth, "at": NOON, "signature": "00" * 64}
    session.execute(insert(JournalCheckpoint).values(**forged))
    session.execute(delete(JournalEntry).where(JournalEntry.sequence <= 6))
    found = fault(session)
    assert found is not None
    assert (found.sequence, "not by this installation" in found.words) == (6, True)


def test_an_entry_put_back_after_the_purge_is_found(session: Session) -> None:
    append(session, 10, at=YEARS_AGO)
    purge(session, KEYS, before=NOON, now=NOON)
    append(session, 3)
    unguard(session)
    session.execute(update(JournalEntry).where(JournalEntry.sequence == 12).values(sequence=7))
    found = fault(session)
    assert found is not None
    assert found.sequence == 7
