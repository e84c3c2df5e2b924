"""The root key is rotated while people write; both keys are read meanwhile, digests stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.kernel.keys import LASTING, Keys
from lms.vault.models import PersonKey, PurposeKey
from lms.vault.operations import keyring, open_sealed, seal
from lms.vault.operations.rotate_root import put_in_charge, wrap_again
from lms.vault.queries import check_values, left_to_wrap, wrapped_by_others
from lms.vault.rules import Place, SealBroken
from lms.web.page import now
from tests.make import Make

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


def started(session: Session, *roots: bytes) -> Keys:
    """The keys as a server holds them after its start, with one root key or two."""
    keys = Keys(*roots)
    assert keyring.root_key_fits(session, keys, first_start=True)
    keyring.take_up(session, keys, now=now())
    return keys


def rotated(session: Session, keys: Keys) -> None:
    """The whole rotation, two keys at a time."""
    put_in_charge(session, keys, now=now())
    while wrap_again(session, keys, limit=2):
        pass


def sealed_texts(session: Session, make: Make, keys: Keys, count: int) -> list[tuple[Place, bytes]]:
    """One text of each of several people."""
    places = [Place("drafts", f"row{i}", "sealed", make.person().id) for i in range(count)]
    return [(place, seal(session, keys, place, place.row, now=now())) for place in places]


def test_texts_open_before_during_and_after(session: Session, make: Make) -> None:
    texts = sealed_texts(session, make, started(session, OLD), 5)
    both = started(session, NEW, OLD)
    put_in_charge(session, both, now=now())
    wrap_again(session, both, limit=2)
    texts += sealed_texts(session, make, both, 2)
    for keys in (both, started(session, NEW, OLD)):
        assert [open_sealed(session, keys, *text) for text in texts] == [t[0].row for t in texts]
    while wrap_again(session, both, limit=2):
        pass
    alone = started(session, NEW)
    assert [open_sealed(session, alone, *text) for text in texts] == [t[0].row for t in texts]
    with pytest.raises(SealBroken):
        open_sealed(session, Keys(OLD), *texts[0])


def test_digests_are_the_same_under_the_new_root_key(session: Session) -> None:
    first = started(session, OLD)
    before = {purpose: first.digest(purpose, "x") for purpose in LASTING}
    assert before == {purpose: Keys(OLD).digest(purpose, "x") for purpose in LASTING}
    rotated(session, started(session, NEW, OLD))
    after = started(session, NEW)
    assert {purpose: after.digest(purpose, "x") for purpose in LASTING} == before
    assert after.derive("cookies") != first.derive("cookies")


def test_a_purpose_added_later_keeps_its_key_too(session: Session) -> None:
    started(session, OLD)
    rotated(session, started(session, NEW, OLD))
    session.query(PurposeKey).filter_by(purpose="throttle").delete()
    added = started(session, NEW).digest("throttle", "x")
    rotated(session, started(session, OLD, NEW))
    assert started(session, OLD).digest("throttle", "x") == added


def test_keys_made_before_the_rotation_begins_are_read_by_servers_that_know_one_root_key(
    session: Session, make: Make
) -> None:
    one = started(session, OLD)
    texts = sealed_texts(session, make, started(session, NEW, OLD), 1)
    assert open_sealed(session, one, *texts[0]) == "row0"


def test_the_rotation_counts_down_and_begins_once(session: Session, make: Make) -> None:
    sealed_texts(session, make, started(session, OLD), 3)
    both = started(session, NEW, OLD)
    newest = check_values(both)[0]
    assert left_to_wrap(session, newest) == 3 + len(LASTING)
    assert put_in_charge(session, both, now=now())
    assert not put_in_charge(session, both, now=now())
    assert wrap_again(session, both, limit=2) == 2 + len(LASTING)
    assert left_to_wrap(session, newest) == 1
    acts = session.scalars(select(JournalEntry.action)).all()
    assert acts.count("vault.rotate_root") == 1


def test_a_server_without_the_old_key_sees_that_the_rotation_is_unfinished(
    session: Session, make: Make
) -> None:
    sealed_texts(session, make, started(session, OLD), 3)
    both = started(session, NEW, OLD)
    put_in_charge(session, both, now=now())
    wrap_again(session, both, limit=2)
    assert wrapped_by_others(session, check_values(Keys(NEW)))
    assert not wrapped_by_others(session, check_values(both))


@pytest.mark.parametrize("roots", [(bytes(32),), (bytes(32), bytes(range(1, 33)))])
def test_other_root_keys_are_refused(session: Session, roots: tuple[bytes, ...]) -> None:
    started(session, OLD)
    assert not keyring.root_key_fits(session, Keys(*roots), first_start=True)


def test_an_altered_key_is_refused_not_lost(session: Session, make: Make) -> None:
    sealed_texts(session, make, started(session, OLD), 1)
    session.execute(update(PersonKey).values(wrapped=b"x" * 60))
    both = started(session, NEW, OLD)
    with pytest.raises(SealBroken):
        rotated(session, both)
    assert session.scalars(select(PersonKey.wrapped)).one() == b"x" * 60


def test_a_purpose_in_no_list_is_refused() -> None:
    with pytest.raises(ValueError, match="in no list"):
        Keys(OLD).digest("something new", "x")


def test_the_start_reads_the_keys_in_one_statement(
    session: Session, statements: Callable[[], Any]
) -> None:
    keys = started(session, OLD)
    with statements() as seen:
        keyring.take_up(session, keys, now=now())
    assert len(seen) == 1
