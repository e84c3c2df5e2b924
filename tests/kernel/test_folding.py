"""Names and addresses folded for comparison."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.folding import fold, fold_address


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Zoë   BRONTË ", "zoe bronte"),
        ("Œuvre", "oeuvre"),
        ("Nguyễn Thị Minh Châu", "nguyen thi minh chau"),
        ("O\u2019Neill", "o'neill"),
        ("Petit\u2011Lefèvre", "petit-lefevre"),
        ("Наталья", "наталья"),
        ("Straße", "strasse"),
    ],
)
def test_case_and_accents_are_ignored(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@given(st.text(max_size=40))
def test_the_way_accents_are_typed_does_not_matter(words: str) -> None:
    assert fold(unicodedata.normalize("NFD", words)) == fold(unicodedata.normalize("NFC", words))


def test_an_address_keeps_its_accents() -> None:
    assert fold_address(" Élodie@Exemple.FR ") == "élodie@exemple.fr"
