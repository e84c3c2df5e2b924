"""Verification codes: typed with care or without, mistaken signs caught."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from lms.certification.rules.codes import ALPHABET, LENGTH, code_from, parse_code, spaced

codes = st.text(min_size=1).map(code_from)
places = st.integers(0, LENGTH - 1)


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_caught(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    assert parse_code(wrong) == (code if sign == code[place] else None)


@given(codes, st.integers(0, LENGTH - 2))
def test_every_swap_of_neighbours_is_caught(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert parse_code(swapped) == (code if swapped == code else None)


def test_all_single_errors_and_swaps_of_some_codes_are_caught() -> None:
    for code in map(code_from, string.ascii_lowercase):
        for place in range(LENGTH):
            wrong = [code[:place] + s + code[place + 1 :] for s in ALPHABET if s != code[place]]
            assert not any(parse_code(each) for each in wrong)


@given(codes, st.randoms())
def test_a_code_is_read_however_it_is_typed(code: str, random: object) -> None:
    choose = random.choice  # type: ignore[attr-defined]
    looks = {"1": "1iIlL", "0": "0oO"}
    typed = "".join(choose(["", " ", "-"]) + choose(looks.get(s, s + s.lower())) for s in code)
    assert parse_code(typed) == code


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    code = parse_code(typed)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_the_example_printed_on_the_first_attestations_is_a_code() -> None:
    assert parse_code(spaced(code_from("a token")).lower()) == code_from("a token")
    assert len(spaced(code_from("a token"))) == LENGTH + 3


def test_two_tokens_give_two_codes() -> None:
    assert len({code_from(str(n)) for n in range(1000)}) == 1000
