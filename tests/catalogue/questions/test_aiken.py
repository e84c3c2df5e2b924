"""Aiken: read as strictly and as leniently as Moodle does, with the line of what is left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from lms.catalogue.rules.questions.aiken import read_aiken, write_aiken
from lms.catalogue.rules.questions.model import (
    Choice,
    SingleChoice,
    TextFormat,
    TrueFalse,
    Words,
    plain,
)
from lms.catalogue.rules.questions.report import Verdict
from lms.catalogue.rules.questions.texts import name_of
from tests.catalogue.questions.made import line_refused, tries

GOOD = "Qui ?\nA) Moi\nB. Vous, < & >\nANSWER: B\n"


def told(text: str) -> list[str]:
    return [str(note) for note in read_aiken(text.encode()).notes]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\n\n\n"),
        GOOD.replace(") ", ")\t").replace("ANSWER: ", "ANSWER:\t"),
        GOOD.replace(") ", ")").replace(". ", ".").replace(": ", ":"),
        "  Qui ?  \n\tA) Moi\n B. Vous, < & >\nANSWER:B",
    ],
)
def test_what_moodle_accepts_is_read(text: str) -> None:
    reading = read_aiken(text.encode())
    (question,) = reading.questions
    assert isinstance(question, SingleChoice)
    assert (question.name, question.text) == ("Qui ?", plain("Qui ?"))
    assert [(c.words.text, c.percent) for c in question.choices] == [
        ("Moi", Decimal(0)),
        ("Vous, < & >", Decimal(100)),
    ]
    assert [note.verdict for note in reading.notes] == [Verdict.TAKEN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q1 ?\nA) a\nANSWER: A\n", ["3: left: there are fewer than two choices"]),
        ("A) a\n", ["1: left: no question was begun before this line"]),
        ("\nANSWER: A\n", ["2: left: no question was begun before this line"]),
        ("Q1 ?\nA) a\nB) b\n", ["1: left: the question “Q1 ?” has no ANSWER"]),
        ("Q1 ?\nQ2 ?\nA) a\nB) b\nANSWER: A", ["1: left: the question “Q1 ?” has no ANSWER", "2:"]),
        ("Q1 ?\nA) a\nB) b\nANSWER: C", ["4: left: ANSWER names “C”"]),
        ("Q1 ?\nA) a\nB) b\nANSWER: b", ["4: left: ANSWER names “b”"]),
        ("Q1 ?\nA) a\nA) b\nANSWER: A", ["4: left: ANSWER names “A”"]),
        ("Q1 ?\nA) a\nB) b\nAnswer: A", ["1: left", "4: left"]),
        ("Q1 ?\na) a\nb) b\nANSWER: A", ["1: left", "2: left", "4: left"]),
        ("-\nQ1 ?\nA) a\nB) b\nANSWER: A", ["1: left: a line of one sign", "2: taken"]),
        ("Q1 ?\nA) a\nB) b\nANSWER: A) a", ["1: taken", "4: changed: after ANSWER"]),
        ("Q1 ?\nA) a\nC) b\nANSWER: C", ["1: taken", "4: changed: the letters"]),
        ("Q1 ?\nA) a\nB) b\nC)\nANSWER: A", ["1: changed: an empty answer", "1: taken"]),
        ("", ["1: left: the file holds no question"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: list[str]) -> None:
    notes = told(text)
    assert len(notes) == len(expected), notes
    assert all(note.startswith(words) for note, words in zip(notes, expected, strict=True)), notes


def test_one_question_left_does_not_take_the_next_along() -> None:
    reading = read_aiken(("Q1 ?\nA) a\nANSWER: A\n\n" + GOOD).encode())
    assert [question.name for question in reading.questions] == ["Qui ?"]


LINE = some.text(some.sampled_from("aé B).:<>&'"), min_size=3, max_size=9).map(
    lambda text: " ".join(text.split())
)


def single(text: str, choices: list[str], place: int) -> SingleChoice:
    right = place % len(choices)
    return SingleChoice(
        name=name_of(plain(text)),
        text=plain(text),
        choices=tuple(
            Choice(words=plain(words), percent=Decimal(100 * (n == right)))
            for n, words in enumerate(choices)
        ),
    )


SINGLES = some.builds(
    single,
    LINE.map(lambda words: f"q {words}".strip()),
    some.lists(LINE.filter(bool), min_size=2, max_size=5),
    some.integers(0, 4),
)


@given(questions=some.lists(SINGLES, max_size=3))
@example(questions=[single("q", ["aa", "bb"], 0)])
@tries(100)
def test_what_is_written_is_read_again(questions: list[SingleChoice]) -> None:
    """But for a question of one sign, which Moodle skips: the note says that it stays behind."""
    written = write_aiken(questions)
    held = [n for n, one in enumerate(questions, 1) if len(one.text.text) > 1]
    left = [n for n in range(1, len(questions) + 1) if n not in held]
    assert [(note.line, note.verdict) for note in written.notes] == [
        (number, Verdict.LEFT) for number in left
    ]
    read = read_aiken(written.text.encode()).questions
    assert read == tuple(questions[number - 1] for number in held)


def test_what_aiken_cannot_hold_is_said() -> None:
    html = Words("<p>Qui&nbsp;?</p>\n<p>Dites.</p>", TextFormat.HTML)
    choices = (
        Choice(words=plain("a"), percent=Decimal(100), feedback=plain("oui")),
        Choice(words=plain("b"), percent=Decimal(50)),
    )
    held = SingleChoice(name="Nom", text=html, choices=choices)
    other = TrueFalse(name="T", text=plain("T"), right=True)
    written = write_aiken([held, other])
    assert written.text == "Qui ? Dites.\nA) a\nB) b\nANSWER: A\n"
    assert [str(note) for note in written.notes] == [
        "1: changed: Aiken is plain text: tags and marks were taken out",
        "1: changed: Aiken has no place for: feedback",
        "1: changed: Aiken has no place for: weights",
        "1: changed: Aiken has no names: “Nom” is lost",
        "2: left: Aiken has no true or false",
    ]


PIECES = some.sampled_from(
    ["A) ", "B. ", "C)", "ANSWER: ", "A", "B", "\n", "\n\n", "\r", "é ?", " "]
)


@given(text=some.one_of(some.lists(PIECES, max_size=25).map("".join), some.text(max_size=50)))
@tries(300)
def test_no_text_raises_anything_but_reported_errors(text: str) -> None:
    reading = read_aiken(text.encode())
    assert reading.notes
    write_aiken(reading.questions)


@given(content=some.binary(max_size=50))
@tries(100)
def test_no_bytes_raise_anything_but_reported_errors(content: bytes) -> None:
    assert line_refused(read_aiken, content) >= 0
