"""Questions of every kind in the files of a programme: read, refused with their lines, linted."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.catalogue.rules.checks.drawing import asked_count, draw, laid_out
from lms.catalogue.rules.checks.marking import worth
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.lint import lint
from tests.catalogue.checks.kinds import KEY, QUESTIONS, folder
from tests.catalogue.folders import small_folder


def test_no_body_holds_what_is_expected() -> None:
    (step,) = (
        step for step in read_curriculum(folder()).programmes[0].modules[0].activities if step.key
    )
    shown = str(step.bodies)
    for word in ("pair-aidance", "Parle de l'équipe", "tolerance", "'right'"):
        assert word not in shown
    assert len(step.key) == 9


def test_a_plain_check_is_read_as_in_earlier_days() -> None:
    step = read_curriculum(small_folder()).programmes[0].modules[0].activities[1]
    assert step.key == {"q1": "b"}
    assert set(step.sheet) == {"summary", "domains", "sensitive"}
    assert set(step.bodies["fr"]["questions"][0]) == {"id", "text", "revisit", "choices"}


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ('kind = "short"', 'kind = "shout"', "is not one of"),
        ('general = "Voilà le mot."\n', "", "“general” is missing"),
        ("[[1]] vient", "[[2]] vient", "each once, in order"),
        ('id = "nurse"', 'id = "peer"', "used twice"),
    ],
)
def test_a_text_that_does_not_fit_is_told(was: str, becomes: str, words: str) -> None:
    with pytest.raises(CurriculumFaulty) as broken:
        read_curriculum(folder(questions=QUESTIONS.replace(was, becomes, 1)))
    assert words in str([str(fault) for fault in broken.value.faults])


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ('single = "b"', 'single = "z"', "no such choice"),
        ('["a", "c"]', '["a", "z"]', "has no choice"),
        ("truth = true", 'truth = "yes"', "true or false"),
        ("value = 10", 'value = "ten"', "must be a number"),
        ('nurse = "cares"', 'nurse = "sleeps"', "say what goes with"),
        ('["calm", "talk", "tell"]', '["calm", "talk"]', "name each item once"),
        ('"la", { value = 3 }]', '"la"]', "3 gaps"),
        ("open = { guide", "other = { guide", "the key of open is missing"),
    ],
)
def test_a_key_that_does_not_fit_is_told(was: str, becomes: str, words: str) -> None:
    with pytest.raises(CurriculumFaulty) as broken:
        read_curriculum(folder(key=KEY.replace(was, becomes, 1)))
    assert words in str([str(fault) for fault in broken.value.faults])


@given(some.randoms(use_true_random=False), some.integers(1, 5))
def test_what_is_drawn_is_asked_and_laid_out_once(chance: Random, number: int) -> None:
    step = read_curriculum(folder()).programmes[0].modules[0].activities[1]
    questions = step.bodies["fr"]["questions"]
    names = [question["id"] for question in questions]
    sheet = {"shuffled": True, "pools": [{"draw": number, "questions": names[:5]}]}
    drawn = draw(sheet, questions, chance)
    assert len(drawn) == asked_count(sheet, questions) == 4 + number
    asked = laid_out(questions, drawn)
    assert [question["id"] for question in asked] == [one["id"] for one in drawn]
    assert {*names[5:]} <= {question["id"] for question in asked}


@given(some.recursive(some.none() | some.booleans() | some.text(), some.lists, max_leaves=5))
def test_no_answer_breaks_the_marking(given_answer: object) -> None:
    step = read_curriculum(folder()).programmes[0].modules[0].activities[1]
    for key in step.key.values():
        share = worth(key, given_answer).share
        assert share is None or Fraction(0) <= share <= 1


def test_the_linter_reads_every_kind() -> None:
    assert not [one for one in lint(folder()) if one.code == "fault"]
