"""GIFT: its whole syntax, faults with their lines, and round trips."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.catalogue.rules.questions.gift.reader import read_gift
from lms.catalogue.rules.questions.gift.writer import write_gift
from lms.catalogue.rules.questions.model import (
    Matching,
    Number,
    NumberAnswer,
    OpenText,
    Ordering,
    Passage,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TextFormat,
    TrueFalse,
    Words,
    plain,
)
from lms.catalogue.rules.questions.report import Reading, Unreadable, Verdict
from tests.catalogue.questions.made import (
    COUNTING,
    MATCHINGS,
    OPEN,
    ORDERINGS,
    PASSAGES,
    SEVERALS,
    SHORTS,
    SINGLES,
    TRUE_FALSE,
    line_refused,
    tries,
)

SAMPLES = Path(__file__).parent / "samples"
HTML, MOODLE = TextFormat.HTML, TextFormat.MOODLE


def read(text: str) -> Reading:
    return read_gift(text.encode())


def only(text: str) -> Question:
    reading = read(text)
    assert [str(note) for note in reading.notes if note.verdict is Verdict.LEFT] == []
    (question,) = reading.questions
    return question


def said(text: str) -> list[str]:
    return [str(note) for note in read(text).notes]


def test_a_file_of_every_kind_is_read() -> None:
    reading = read_gift((SAMPLES / "mixed.gift.txt").read_bytes())
    assert [type(question) for question in reading.questions] == [
        SingleChoice,
        SeveralChoices,
        TrueFalse,
        ShortAnswer,
        Number,
        Number,
        Matching,
        Ordering,
        OpenText,
        Passage,
    ]
    assert {note.verdict for note in reading.notes} == {Verdict.TAKEN}
    assert [note.line for note in reading.notes] == [3, 12, 19, 21, 23, 29, 31, 37, 43, 45]
    assert [question.category for question in reading.questions[:2]] == [
        "",
        "$course$/top/Rôle et cadre",
    ]


def test_formats_weights_feedback_tags_and_codes() -> None:
    question = read_gift((SAMPLES / "mixed.gift.txt").read_bytes()).questions[0]
    assert isinstance(question, SingleChoice)
    assert (question.name, question.code, question.tags) == ("Écoute", "eco-1", ("écoute", "a]b"))
    assert question.text == Words("<p>Que fait-on d'abord ?</p>", HTML)
    assert question.general == Words("Écouter vient d'abord.", HTML)
    assert [choice.words.format for choice in question.choices] == [HTML, TextFormat.PLAIN, HTML]
    assert [choice.percent for choice in question.choices] == [100, 0, 50]
    assert question.choices[1].feedback == Words("<b>Pas encore.</b>", HTML)


def test_numbers_in_all_their_forms() -> None:
    _1, _2, _3, _4, several, between, *_ = read_gift(
        (SAMPLES / "mixed.gift.txt").read_bytes()
    ).questions
    assert isinstance(several, Number)
    assert several.text.text == "Combien de modules :"
    assert [(a.value, a.tolerance, a.percent) for a in several.answers] == [
        (Decimal(10), Decimal(0), Decimal(100)),
        (Decimal(10), Decimal(2), Decimal(50)),
        (None, Decimal(0), Decimal(0)),
    ]
    assert several.answers[2].feedback.text == "Comptez encore."
    assert isinstance(between, Number)
    assert between.answers == (NumberAnswer(value=Decimal(3), tolerance=Decimal(2)),)
    assert between.text.text == "Entre ? _____."


def test_escapes_lines_and_missing_words() -> None:
    *_, passage = read_gift((SAMPLES / "mixed.gift.txt").read_bytes()).questions
    assert passage.text.text == (
        "À lire avant la suite {entre accolades}, avec 2 = 1 + 1 \\ fin\nsuite"
    )
    assert only("A {=b} c.").text.text == "A _____ c."
    assert only("A {=b}").text.text == "A"
    assert only("A\r\n  b {\r\n=c\r\n}\r\n").text.text == "A\n  b"
    assert only("\ufeffA {T}").text.text == "A"


def test_short_answers_keep_their_joker_and_backslash() -> None:
    question = only("Q{=a\\=b =%25%\\\\* #no}")
    assert isinstance(question, ShortAnswer)
    assert [(a.words, a.percent) for a in question.answers] == [
        (plain("a=b"), Decimal(100)),
        (plain("\\*"), Decimal(25)),
    ]


@pytest.mark.parametrize(
    ("written", "right"), [("T", True), ("TRUE", True), ("F", False), (" FALSE ", False)]
)
def test_true_and_false(written: str, right: bool) -> None:
    question = only(f"Q {{{written}#wrong#right####all}}")
    assert isinstance(question, TrueFalse)
    assert question.right is right
    told = question.if_true if right else question.if_false
    assert (told.text, question.general.text) == ("right", "all")


def test_a_choice_without_any_equals_sign_is_several() -> None:
    assert isinstance(only("Q{~%100%a ~b}"), SeveralChoices)
    assert isinstance(only("Q{~a =b}"), SingleChoice)
    assert isinstance(only("Q{=a =b ~=c}"), SingleChoice)


def test_titles_and_names() -> None:
    assert only(":: A \\:\\: b ::Q{T}").name == "A :: b"
    assert only("Une question assez longue " * 6 + "{T}").name.endswith("…")
    assert only("[html]<b>Gras</b> &amp; net{T}").name == "Gras & net"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Q {=a\n\nR {T}", 1, "one brace is missing"),
        ("Q\n } {", 2, "one brace is missing"),
        ("A {=b} and\n{=c}", 2, "a second { or }"),
        ("A {~b {c} =d}", 1, "a second { or }"),
        ("Q {#\n =3\n =x\n}", 3, "“x” is not a number"),
        ("Q {#}", 1, "there is no answer"),
        ("Q {\n=a -> b\n=c}", 3, "“c” has no ->"),
        ("Q {=a -> b}", 1, "fewer than two pairs"),
        ("Q {=a ~%400%b}", 1, "“400” is not a weight"),
        ("Q {~a}", 1, "fewer than two choices"),
        ("Q {~a ~b}", 1, "no choice adds"),
        ("Q {=%50%a}", 1, "no answer is worth 100 %"),
        ("::N::{T}", 1, "there is no text"),
        ("$CATEGORY:\n\nQ {T}", 1, "names nothing"),
        ("", 1, "holds no question"),
        ("// only a comment", 1, "holds no question"),
    ],
)
def test_what_is_left_is_told_with_its_line(text: str, line: int, words: str) -> None:
    left = [note for note in read(text).notes if note.verdict is Verdict.LEFT]
    assert left[0].line == line
    assert words in str(left[0])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("$CATEGORY: a\nQ {T}", 2, "blank line is missing"),
        ("::N Q {T}", 1, "does not end with ::"),
        ("Q {=a\n~\n~b}", 3, "an empty answer"),
        ("Q {a ~b =c}", 1, "has no ~ or ="),
        ("Q {~%50%a ~%20%b}", 1, "add up to 70 %"),
        ("Q {#3:-1}", 1, "tolerance is not below 0"),
        ("Q {~%x%a =b}", 1, "is no weight"),
        ("Q \ufdd1 {T}", 1, "were replaced"),
    ],
)
def test_what_is_changed_is_told_with_its_line(text: str, line: int, words: str) -> None:
    reading = read(text)
    (note,) = [note for note in reading.notes if note.verdict is Verdict.CHANGED]
    assert len(reading.questions) == 1
    assert note.line == line
    assert words in str(note)


def test_one_fault_does_not_take_the_others_along() -> None:
    reading = read("A {T}\n\nB {=c\n\nC {F}\n")
    assert [question.name for question in reading.questions] == ["A", "C"]
    assert [note.verdict.value for note in reading.notes] == ["taken", "left", "taken"]


def test_a_file_that_is_no_text_is_refused_with_its_line() -> None:
    with pytest.raises(Unreadable) as refused:
        read_gift(b"A {T}\n\n\xe9cole {F}\n")
    assert refused.value.note.line == 3
    assert [q.name for q in read_gift("é {T}".encode("utf-16")).questions] == ["é"]


HELD = some.one_of(
    SINGLES, SEVERALS, TRUE_FALSE, SHORTS, COUNTING, MATCHINGS, ORDERINGS, OPEN, PASSAGES
)


def holdable(question: Question) -> Question:
    """The question without the little that GIFT cannot hold."""
    if isinstance(question, Passage):
        return replace(question, general=Words())
    return question


def no_arrow(question: Question) -> bool:
    kinds = (ShortAnswer, Matching)
    return not (isinstance(question, kinds) and "->" in write_free(question))


def write_free(question: Question) -> str:
    return repr(question)


@given(question=HELD.filter(no_arrow).map(holdable), category=some.sampled_from(["", "a/b é"]))
@tries(250)
def test_what_is_written_is_read_again(question: Question, category: str) -> None:
    question = replace(question, category=category)
    written = write_gift([question])
    assert [str(note) for note in written.notes] == []
    assert read(written.text).questions == (question,), written.text


@given(questions=some.lists(HELD.filter(no_arrow).map(holdable), max_size=4))
@tries(30, 5_000)
def test_several_questions_are_read_again(questions: list[Question]) -> None:
    assert read(write_gift(questions).text).questions == tuple(questions)


PIECES = some.sampled_from(
    [
        "{",
        "}",
        "=",
        "~",
        "#",
        "####",
        "->",
        "::",
        "%50%",
        "%-33.3%",
        "\\",
        "\n",
        "\n\n",
        "T",
        "//",
        "$CATEGORY:",
        "[html]",
        "3",
        "..",
        ":",
        ">",
        "a",
        " ",
        "é",
        "\r",
        "\ufeff",
        "*",
        "\\n",
    ]
)


@given(text=some.one_of(some.lists(PIECES, max_size=25).map("".join), some.text(max_size=60)))
@tries(400)
def test_no_text_raises_anything_but_reported_errors(text: str) -> None:
    reading = read(text)
    assert reading.notes
    assert write_gift(reading.questions).text is not None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= note.line <= lines for note in reading.notes)


@given(content=some.binary(max_size=60))
@tries(100)
def test_no_bytes_raise_anything_but_reported_errors(content: bytes) -> None:
    assert line_refused(read_gift, content) >= 0


def test_what_gift_cannot_hold_is_said() -> None:
    question = only("Q {=a =b}")
    assert isinstance(question, ShortAnswer)
    strict = replace(question, case_matters=True, points=Decimal(2))
    notes = [str(note) for note in write_gift([strict]).notes]
    assert notes == [
        "1: changed: GIFT has no place for: points",
        "1: changed: GIFT has no place for: capitals that matter",
    ]
