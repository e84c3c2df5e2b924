"""Whoever owns the database can change rows, and is found out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.journal.operations import seal
from lms.journal.rules.chain import Head, next_head
from tests.journal.chained import NOON, append, fault, ids, mark, unguard

LENGTH = 40
Columns = dict[str, object]
EDITS: tuple[Columns, ...] = (
    {"actor_id": 99},
    {"actor_id": None},
    {"about_person_id": 99},
    {"action": "test.other"},
    {"subject_id": "x"},
    {"subject_kind": "other"},
    {"role": "manager"},
    {"organisation_id": 3},
    {"at": NOON.replace(year=2025)},
    {"details": {"kind": "é"}},
    {"link": "0" * 64},
)


def edit(session: Session, place: int, turn: int) -> int:
    """Change one column of the entry at this place of the chain; where that must be seen."""
    change = update(JournalEntry).where(JournalEntry.sequence == place)
    session.execute(change.values(**EDITS[turn % len(EDITS)]))
    return place


def remove(session: Session, place: int, _turn: int) -> int:
    session.execute(delete(JournalEntry).where(JournalEntry.sequence == place))
    return place


def remove_and_close_up(session: Session, place: int, _turn: int) -> int:
    """Delete an entry and number the later ones again, so that no number is missing."""
    remove(session, place, _turn)
    for later in range(place + 1, LENGTH + 1):
        change = update(JournalEntry).where(JournalEntry.sequence == later)
        session.execute(change.values(sequence=later - 1))
    return place


def cut_tail(session: Session, place: int, _turn: int) -> int:
    session.execute(delete(JournalEntry).where(JournalEntry.sequence >= place))
    return place


def exchange(session: Session, place: int, turn: int) -> int:
    """Two entries change places, links and all."""
    other = (place + turn) % LENGTH + 1
    for was, becomes in ((place, -1), (other, place), (-1, other)):
        change = update(JournalEntry).where(JournalEntry.sequence == was)
        session.execute(change.values(sequence=becomes))
    return min(place, other)


def insert_between(session: Session, place: int, _turn: int) -> int:
    """Make room for an entry that never was."""
    for later in range(LENGTH, place - 1, -1):
        change = update(JournalEntry).where(JournalEntry.sequence == later)
        session.execute(change.values(sequence=later + 1))
    link = session.scalar(select(JournalEntry.link).where(JournalEntry.sequence == place + 1))
    session.execute(
        insert(JournalEntry).values(
            at=NOON,
            action="test.false",
            subject_kind="test",
            subject_id="0",
            sequence=place,
            link=link,
        )
    )
    return place


def rewrite_from(session: Session, place: int, _turn: int) -> int:
    """Change an entry and compute every later link anew: only a mark tells."""
    session.execute(
        update(JournalEntry).where(JournalEntry.sequence == place).values(actor_id=1_000)
    )
    link = session.scalar(select(JournalEntry.link).where(JournalEntry.sequence == place - 1))
    head = Head(place - 1, link or bytes(32).hex())
    rows = select(JournalEntry.__table__).where(JournalEntry.sequence >= place)
    for row in session.execute(rows.order_by(JournalEntry.sequence)).mappings().all():
        head = next_head(head, row)
        change = update(JournalEntry).where(JournalEntry.id == row["id"])
        session.execute(change.values(link=head.link))
    return 1  # the range named begins after the last mark that holds


WAYS = (edit, remove, remove_and_close_up, cut_tail, exchange, insert_between, rewrite_from)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("turn", range(11))
def test_every_tampering_is_found_where_it_begins(
    session: Session, way: Callable[[Session, int, int], int], turn: int
) -> None:
    append(session, LENGTH)
    anchor = mark(session)
    assert fault(session, anchor) is None
    unguard(session)

    seen_at = way(session, turn * 7 % LENGTH + 1, turn)

    found = fault(session, anchor)
    assert found is not None
    assert found.sequence == seen_at, found


def test_a_cut_tail_is_only_seen_thanks_to_a_mark(session: Session) -> None:
    append(session, LENGTH)
    anchor = mark(session)
    unguard(session)
    cut_tail(session, LENGTH - 2, 0)
    assert fault(session) is None
    found = fault(session, anchor)
    assert found is not None
    assert (found.sequence, "up to 40" in found.words) == (LENGTH - 2, True)


def test_a_rewritten_part_is_named_between_two_marks(session: Session) -> None:
    append(session, 10)
    first = mark(session)
    append(session, LENGTH - 10)
    second = mark(session)
    unguard(session)
    rewrite_from(session, 20, 0)
    found = fault(session, first, second)
    assert found is not None
    assert found.sequence == 11
    assert found.words.startswith("or a later one up to 40 was rewritten")


def test_entries_chained_later_do_not_hide_a_cut(session: Session) -> None:
    append(session, LENGTH)
    anchor = mark(session)
    unguard(session)
    cut_tail(session, 30, 0)
    append(session, LENGTH)
    found = fault(session, anchor)
    assert found is not None
    assert found.sequence == 1, "the new tail has other links: everything before the mark is unsure"


def test_the_order_of_the_chain_is_the_order_of_ids_within_a_seal(session: Session) -> None:
    append(session, LENGTH)
    assert ids(session) == sorted(ids(session))
    assert seal(session) == 0
