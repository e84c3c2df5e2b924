"""What keys yield today they must yield for ever: tables and papers hold their digests."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest

from lms.kernel.keys import Keys, keyed_digest, token_hash

ROOT, OTHER = bytes(range(32)), bytes(32)


def hkdf(root: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 of 32 bytes with our salt, as RFC 5869 writes it."""
    extracted = hmac.new(b"sillage", root, sha256).digest()
    return hmac.new(extracted, info + b"\x01", sha256).digest()


def test_a_purpose_s_key_is_what_the_standard_says() -> None:
    assert Keys(ROOT).derive("throttle") == hkdf(ROOT, b"throttle")
    assert Keys(ROOT).derive("cookies") == hkdf(ROOT, b"cookies")


def test_a_digest_is_kept_in_tables_and_never_changes() -> None:
    made = "4190fbb31af30dfeaa8bf6e0ae6480bb020014f25e4795bbc7a5a495a9690119"
    assert Keys(ROOT).digest("throttle", "a", 1) == made
    assert keyed_digest(hkdf(ROOT, b"throttle"), "a", 1) == made
    assert keyed_digest(b"k", "ab", 12) == hmac.new(b"k", b"2:ab2:12", sha256).hexdigest()


def test_a_token_is_kept_as_its_plain_hash() -> None:
    assert token_hash("abc") == sha256(b"abc").hexdigest()


def test_while_a_root_key_is_exchanged_the_new_one_comes_first() -> None:
    alone, both = Keys(ROOT), Keys(ROOT, OTHER)
    assert (alone.roots, both.roots) == (1, 2)
    assert alone.derive_each("cookies") == (hkdf(ROOT, b"cookies"),)
    assert both.derive_each("cookies") == (hkdf(ROOT, b"cookies"), hkdf(OTHER, b"cookies"))
    assert both.derive("cookies") == hkdf(ROOT, b"cookies")


def test_a_key_that_the_database_keeps_is_taken_before_the_derived_one() -> None:
    keys = Keys(ROOT)
    held = {"throttle": b"x" * 32}
    keys.hold(held)
    held.clear()
    assert keys.derive("throttle") == b"x" * 32
    assert keys.digest("throttle", "a") == keyed_digest(b"x" * 32, "a")
    assert keys.derive("journal marks") == hkdf(ROOT, b"journal marks")


def test_a_previous_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="the root key has 32 bytes"):
        Keys(ROOT, b"short")
    with pytest.raises(ValueError, match=r"'letters' is in no list of lms\.kernel\.keys"):
        Keys(ROOT).derive("letters")
