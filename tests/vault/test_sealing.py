"""Sealed texts open where they were sealed, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.kernel.keys import Keys
from lms.vault import operations, rules
from lms.vault.models import PersonKey
from lms.vault.operations import keyring
from lms.vault.rules import Place, SealBroken
from lms.web.page import now
from tests.make import Make

KEYS = Keys(bytes(range(32)))
PLACE = Place("session_texts", "abc", "sealed", 7, 3)


@given(st.text(max_size=500))
def test_what_is_sealed_opens_in_its_place(words: str) -> None:
    key = rules.new_key()
    try:
        words.encode()
    except UnicodeEncodeError:
        return
    sealed = rules.seal(key, PLACE, words)
    assert rules.open_sealed(key, PLACE, sealed) == words
    assert len(sealed) == len(words.encode()) + rules.HEADER_BYTES + rules.NONCE_BYTES + 16


@pytest.mark.parametrize(
    "moved",
    [
        {"table": "drafts"},
        {"row": "abd"},
        {"column": "body"},
        {"person_id": 8},
        {"organisation_id": 4},
        {"organisation_id": None},
    ],
)
def test_a_sealed_text_does_not_open_elsewhere(moved: dict[str, Any]) -> None:
    key = rules.new_key()
    sealed = rules.seal(key, PLACE, "un texte privé")
    with pytest.raises(SealBroken):
        rules.open_sealed(key, replace(PLACE, **moved), sealed)


@given(st.integers(min_value=0))
def test_no_byte_can_be_altered(position: int) -> None:
    key = rules.new_key()
    sealed = bytearray(rules.seal(key, PLACE, "un texte privé"))
    sealed[position % len(sealed)] ^= 1
    with pytest.raises(SealBroken):
        rules.open_sealed(key, PLACE, bytes(sealed))


def test_the_same_words_never_look_the_same() -> None:
    key = rules.new_key()
    assert rules.seal(key, PLACE, "oui") != rules.seal(key, PLACE, "oui")


def test_a_person_has_one_key_kept_wrapped(session: Session, make: Make) -> None:
    place = replace(PLACE, person_id=make.person().id)
    first = operations.seal(session, KEYS, place, "un", now=now())
    second = operations.seal(session, KEYS, place, "deux", now=now())
    assert operations.open_sealed(session, KEYS, place, first) == "un"
    assert operations.open_sealed(session, KEYS, place, second) == "deux"
    assert len(session.scalars(select(PersonKey.wrapped)).all()) == 1


def test_another_root_key_opens_nothing(session: Session, make: Make) -> None:
    place = replace(PLACE, person_id=make.person().id)
    sealed = operations.seal(session, KEYS, place, "un", now=now())
    with pytest.raises(SealBroken):
        operations.open_sealed(session, Keys(bytes(32)), place, sealed)


def test_without_the_person_s_key_nothing_opens(session: Session, make: Make) -> None:
    place = replace(PLACE, person_id=make.person().id)
    sealed = operations.seal(session, KEYS, place, "un", now=now())
    session.execute(delete(PersonKey))
    with pytest.raises(SealBroken):
        operations.open_sealed(session, KEYS, place, sealed)


def test_the_root_key_is_remembered_at_the_first_start(session: Session) -> None:
    assert not keyring.root_key_fits(session, KEYS)
    assert keyring.root_key_fits(session, KEYS, first_start=True)
    assert keyring.root_key_fits(session, KEYS)
    assert not keyring.root_key_fits(session, Keys(bytes(32)), first_start=True)


def test_a_root_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keys(b"short")


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_keyed_digests_keep_parts_apart(left: list[str], right: list[str]) -> None:
    try:
        same = KEYS.digest("throttle", *left) == KEYS.digest("throttle", *right)
    except UnicodeEncodeError:
        return
    assert same == (left == right)
    assert KEYS.digest("throttle", *left) != KEYS.digest("certificate code", *left)
