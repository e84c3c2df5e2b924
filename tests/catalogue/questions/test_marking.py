"""Marking: from 0 to 1, the whole for the right answer, partial credit, spelling as chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.catalogue.rules.questions.marking import Mark, mark
from lms.catalogue.rules.questions.model import (
    Choice,
    Gap,
    GapKind,
    Gaps,
    Matching,
    Number,
    NumberAnswer,
    OpenText,
    Ordering,
    Pair,
    Passage,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    Unit,
    Words,
    between,
    plain,
)
from lms.catalogue.rules.questions.soundness import right_answer
from lms.catalogue.rules.questions.spelling import same_words
from tests.catalogue.questions.made import ANY, SEVERALS, SHORTS, SINGLES, tries

PLACES = some.integers(-1, 6)
RESPONSES = some.one_of(
    some.none(),
    some.booleans(),
    some.text(max_size=9),
    PLACES,
    some.frozensets(PLACES, max_size=5),
    some.permutations(range(4)).map(tuple),
    some.lists(some.one_of(some.none(), some.text(max_size=5), PLACES), max_size=5),
)
ASKED: dict[str, Any] = {"name": "Q", "text": plain("?")}


def choices(*percents: int | str) -> tuple[Choice, ...]:
    return tuple(
        Choice(words=plain(f"c{n}"), percent=Decimal(percent), feedback=plain(f"f{n}"))
        for n, percent in enumerate(percents)
    )


@given(question=ANY, response=RESPONSES)
@tries(100, 20_000)
def test_a_mark_stands_between_0_and_1_whatever_was_answered(
    question: Question, response: object
) -> None:
    share = mark(question, response).share
    if isinstance(question, (OpenText, Passage)):
        assert share is None
    else:
        assert share is not None
        assert 0 <= share <= 1


@given(question=ANY)
@tries(100, 20_000)
def test_the_whole_right_answer_gives_the_whole(question: Question) -> None:
    share = mark(question, right_answer(question)).share
    assert share == 1 or isinstance(question, (OpenText, Passage))


@given(question=some.one_of(SINGLES, SEVERALS), data=some.data())
@tries(60, 20_000)
def test_the_order_of_the_choices_does_not_matter(
    question: SingleChoice | SeveralChoices, data: some.DataObject
) -> None:
    order: Sequence[int] = data.draw(some.permutations(range(len(question.choices))))
    turned = replace(question, choices=tuple(question.choices[place] for place in order))
    chosen = data.draw(some.frozensets(some.sampled_from(list(order)), max_size=3))
    moved = frozenset(order.index(place) for place in chosen)
    if isinstance(question, SeveralChoices):
        assert mark(question, chosen).share == mark(turned, moved).share
    for place in chosen:
        assert mark(question, place).share == mark(turned, order.index(place)).share


@given(question=SHORTS, data=some.data())
@tries(100, 20_000)
def test_the_order_of_accepted_answers_does_not_matter(
    question: ShortAnswer, data: some.DataObject
) -> None:
    turned = replace(question, answers=tuple(data.draw(some.permutations(question.answers))))
    said = data.draw(some.sampled_from([one.words.text for one in question.answers]))
    assert mark(question, said).share == mark(turned, said).share


@given(words=some.text(some.sampled_from("aAéÉèçÇœŒ ’'-ñ"), min_size=1, max_size=8))
@tries(60, 20_000)
def test_both_ways_to_compose_a_sign_are_one(words: str) -> None:
    composed, apart = (unicodedata.normalize(form, words) for form in ("NFC", "NFD"))
    for case in (True, False):
        for accents in (True, False):
            assert same_words(composed, apart, case=case, accents=accents)
            assert same_words(apart, composed, case=case, accents=accents)
    assert same_words(words, words.swapcase(), case=False, accents=True)


@pytest.mark.parametrize(
    ("said", "case", "accents", "fits"),
    [
        ("Écoute", True, True, True),
        ("écoute", True, True, False),
        ("écoute", False, True, True),
        ("Ecoute", True, True, False),
        ("Ecoute", True, False, True),
        ("  ECOUTE ", False, False, True),
    ],
)
def test_case_and_accents_count_as_chosen(said: str, case: bool, accents: bool, fits: bool) -> None:
    question = ShortAnswer(
        answers=(Choice(words=plain("Écoute"), percent=Decimal(100)),),
        case_matters=case,
        accents_matter=accents,
        **ASKED,
    )
    assert mark(question, said).share == (1 if fits else 0)


@pytest.mark.parametrize(
    ("accepted", "said", "fits"),
    [
        ("pair*", "Pair-aidance", True),
        ("*aid*", "la pair-aidance", True),
        ("a*b*c", "a c b", False),
        ("ab*ba", "aba", False),
        ("2 \\* 3", "2 * 3", True),
        ("2 \\* 3", "2 x 3", False),
        ("l’écoute", "l'écoute", True),
    ],
)
def test_a_star_stands_for_anything(accepted: str, said: str, fits: bool) -> None:
    assert same_words(accepted, said, case=False, accents=True) is fits


def test_many_stars_take_no_time() -> None:
    assert not same_words("*a" * 200 + "b", "a" * 2000, case=True, accents=True)


def test_right_choices_count_in_proportion_and_wrong_ones_take_away() -> None:
    thirds = SeveralChoices(choices=choices("33.33333", "33.33333", "33.33333", -50), **ASKED)
    assert mark(thirds, {0, 1, 2}).share == 1
    assert mark(thirds, {0, 1}).share == Fraction(2, 3)
    assert mark(thirds, {0, 1, 3}).share == Fraction(2, 3) - Fraction(1, 2)
    assert mark(thirds, {3}).share == 0
    assert mark(thirds, {0, 3}).feedback == (plain("f0"), plain("f3"))


def test_a_choice_may_be_half_right() -> None:
    question = SingleChoice(choices=choices(100, 50, -100), **ASKED)
    assert [mark(question, place).share for place in (0, 1, 2, 7)] == [1, Fraction(1, 2), 0, 0]
    assert mark(question, True).share == 0


def test_true_and_false_have_their_feedback() -> None:
    question = TrueFalse(right=False, if_true=plain("t"), if_false=plain("f"), **ASKED)
    assert mark(question, True) == Mark(Fraction(0), (plain("t"),))
    assert mark(question, False) == Mark(Fraction(1), (plain("f"),))


@pytest.mark.parametrize(
    ("said", "share"),
    [("3", 1), ("3,4", 1), ("3.5", 1), ("3,6", 0), ("−3", 0), ("50", 0), ("trois", 0), ("", 0)],
)
def test_numbers_have_a_tolerance(said: str, share: int) -> None:
    value, tolerance = between(Decimal("2.5"), Decimal("3.5"))
    answers = (NumberAnswer(value=value, tolerance=tolerance),)
    assert mark(Number(answers=answers, **ASKED), said).share == share


def test_the_nearest_number_is_worth_most_and_any_other_has_its_feedback() -> None:
    answers = (
        NumberAnswer(value=Decimal(1822), tolerance=Decimal(2), percent=Decimal(50)),
        NumberAnswer(value=Decimal(1822)),
        NumberAnswer(value=None, percent=Decimal(0), feedback=plain("no")),
    )
    question = Number(answers=answers, **ASKED)
    assert [mark(question, said).share for said in ("1822", "1 823")] == [1, Fraction(1, 2)]
    assert mark(question, "12").feedback == (plain("no"),)


def test_a_number_may_have_a_unit() -> None:
    units = (Unit("m"), Unit("cm", Decimal(100)))
    question = Number(answers=(NumberAnswer(value=Decimal(2)),), units=units, **ASKED)
    assert [mark(question, said).share for said in ("2", "2 m", "200 cm", "2 km")] == [1, 1, 1, 0]


def test_pairs_and_items_in_their_place_count_each() -> None:
    pairs = (Pair(plain("a"), "1"), Pair(plain("b"), "2"), Pair(Words(), "3"))
    assert mark(Matching(pairs=pairs, **ASKED), ["1", "3"]).share == Fraction(1, 2)
    items = tuple(map(plain, "abca"))
    assert mark(Ordering(items=items, **ASKED), (3, 1, 2, 0)).share == 1
    assert mark(Ordering(items=items, **ASKED), (1, 0, 2, 3)).share == Fraction(1, 2)
    assert mark(Ordering(items=items, **ASKED), (0, 0, 0, 0)).share == 0


def test_gaps_count_by_their_weight() -> None:
    heavy = Gap(kind=GapKind.CHOICE, choices=choices(0, 100), weight=3)
    light = Gap(kind=GapKind.NUMBER, numbers=(NumberAnswer(value=Decimal(4)),))
    question = Gaps(gaps=(heavy, light), name="Q", text=plain("[[1]] [[2]]"))
    assert mark(question, (1, "5")).share == Fraction(3, 4)
    assert mark(question, (1,)).share == Fraction(3, 4)
    none = replace(question, gaps=(replace(heavy, weight=0), replace(light, weight=0)))
    assert mark(none, (1, "5")).share == Fraction(1, 2)
