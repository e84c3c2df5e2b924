"""Sealed bytes as tables hold them: made by hand here, they open, and so do wrapped keys."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lms.vault import rules
from lms.vault.rules import Place, SealBroken

KEY, OTHER = bytes(range(32)), bytes(32)
NONCE = b"n" * 12
PLACE = Place("session_texts", "abc", "sealed", 7, 3)
HEADER = b"\x01" + b"\x00" * 7 + b"\x07"


def by_hand(plain: bytes, bound: bytes, key: bytes = KEY) -> bytes:
    """Nonce, ciphertext and tag."""
    return NONCE + AESGCM(key).encrypt(NONCE, plain, bound)


def test_a_text_sealed_years_ago_opens() -> None:
    sealed = HEADER + by_hand("été".encode(), b"\x01session_texts|abc|sealed|7|3")
    assert rules.open_sealed(KEY, PLACE, sealed) == "été"
    nowhere = Place("drafts", "abc", "sealed", 7)
    sealed = HEADER + by_hand(b"oui", b"\x01drafts|abc|sealed|7|0")
    assert rules.open_bytes(KEY, nowhere, sealed) == b"oui"


def test_a_sealed_text_begins_with_its_owner() -> None:
    sealed = rules.seal(KEY, PLACE, "été")
    assert sealed.startswith(HEADER)
    assert len(sealed) == len("été".encode()) + rules.SEALED_MORE
    assert rules.has_header(sealed, 7)
    assert not rules.has_header(sealed, 8)
    assert rules.has_header(rules.seal(KEY, PLACE, ""), 7)
    assert not rules.has_header(rules.seal(KEY, PLACE, "")[:-1], 7)


def test_the_owner_in_front_is_compared_though_the_tag_would_hold() -> None:
    sealed = by_hand(b"oui", b"\x01session_texts|abc|sealed|7|3")
    with pytest.raises(SealBroken):
        rules.open_sealed(KEY, PLACE, HEADER[:-1] + b"\x08" + sealed)
    with pytest.raises(SealBroken):
        rules.open_sealed(KEY, PLACE, b"\x02" + HEADER[1:] + sealed)


def test_keys_are_random_and_of_256_bits() -> None:
    assert len(rules.new_key()) == 32
    assert rules.new_key() != rules.new_key()


def test_a_person_s_key_is_wrapped_for_that_person() -> None:
    wrapped = rules.wrap(KEY, 7, OTHER)
    assert rules.unwrap(KEY, 7, wrapped) == OTHER
    assert rules.unwrap(KEY, 7, by_hand(OTHER, b"person-key|7")) == OTHER
    with pytest.raises(SealBroken):
        rules.unwrap(KEY, 8, wrapped)
    with pytest.raises(SealBroken):
        rules.unwrap(OTHER, 7, wrapped)


def test_wrapping_keys_are_tried_in_turn() -> None:
    wrapped = rules.wrap(KEY, 7, OTHER)
    assert rules.unwrap_any((OTHER, KEY), 7, wrapped) == OTHER
    for wrapping, person_id in (((OTHER,), 7), ((), 7), ((KEY,), 8)):
        with pytest.raises(SealBroken):
            rules.unwrap_any(wrapping, person_id, wrapped)


def test_a_purpose_s_key_is_wrapped_for_that_purpose() -> None:
    wrapped = rules.wrap_purpose(KEY, "throttle", OTHER)
    assert rules.unwrap_purpose((OTHER, KEY), "throttle", wrapped) == OTHER
    written = by_hand(OTHER, b"purpose-key|throttle")
    assert rules.unwrap_purpose((KEY,), "throttle", written) == OTHER
    for wrapping, purpose in (((OTHER,), "throttle"), ((), "throttle"), ((KEY,), "cookies")):
        with pytest.raises(SealBroken):
            rules.unwrap_purpose(wrapping, purpose, wrapped)


def test_a_person_s_two_keys_are_tried_in_turn() -> None:
    sealed = rules.seal(KEY, PLACE, "été")
    assert rules.open_with_any((OTHER, KEY), PLACE, sealed) == "été"
    assert rules.opens(KEY, PLACE, sealed)
    assert not rules.opens(OTHER, PLACE, sealed)
    for keys in ((OTHER,), ()):
        with pytest.raises(SealBroken):
            rules.open_with_any(keys, PLACE, sealed)
