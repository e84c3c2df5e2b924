"""Moodle XML: every kind, old files, hostile files, faults with their lines, round trips."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.catalogue.rules.questions.model import (
    Gap,
    GapKind,
    Gaps,
    Matching,
    Number,
    OpenText,
    Ordering,
    Passage,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TextFormat,
    TrueFalse,
    Unit,
    Words,
)
from lms.catalogue.rules.questions.moodle.reader import read_moodle_xml
from lms.catalogue.rules.questions.moodle.tree import MOST_DEEP
from lms.catalogue.rules.questions.moodle.writer import write_moodle_xml
from lms.catalogue.rules.questions.report import Reading, Unreadable, Verdict
from tests.catalogue.questions.made import (
    ANY,
    GAPPED,
    OUTCOMES,
    UNITS,
    line_refused,
    tries,
)

SAMPLE = (Path(__file__).parent / "samples" / "mixed.moodle.xml").read_bytes()
KINDS = [
    SingleChoice,
    SeveralChoices,
    TrueFalse,
    ShortAnswer,
    Number,
    Matching,
    Ordering,
    Gaps,
    Gaps,
    OpenText,
    Passage,
]


def read(inside: str) -> Reading:
    return read_moodle_xml(f"<quiz>\n{inside}\n</quiz>".encode())


def asked(kind: str, inside: str, text: str = "Q") -> str:
    """A question of one type, its elements from the second line of the file."""
    words = f"<questiontext><text>{text}</text></questiontext>"
    return f'<question type="{kind}">{words}{inside}</question>'


def test_a_file_of_every_kind_is_read() -> None:
    reading = read_moodle_xml(SAMPLE)
    assert [type(question) for question in reading.questions] == KINDS
    assert {question.category for question in reading.questions} == {"$course$/top/Écoute"}


def test_the_report_tells_each_thing_with_its_line() -> None:
    reading = read_moodle_xml(SAMPLE)
    told = [str(note) for note in reading.notes if note.verdict is not Verdict.TAKEN]
    assert told == [
        "12: left: the file “a.png” was not taken: add it again",
        "28: changed: the hints were not taken: retakes come with explanations",
        "62: changed: the marks for the unit are not kept: a unit may be written, or left out",
        "96: changed: files to hand in with the answer are not asked for here",
        "104: left: questions of the type “calculated” have no equivalent here",
    ]


def test_what_a_question_holds_is_kept() -> None:
    one, several, true_false, short, number, matching, *_ = read_moodle_xml(SAMPLE).questions
    assert isinstance(one, SingleChoice)
    assert (one.code, str(one.points), one.tags) == ("E-1", "2", ("écoute", "accueil"))
    assert (one.outcomes.right.text, one.outcomes.wrong.text) == ("Oui.", "Relisez.")
    assert one.choices[0].feedback == Words("C'est <i>cela</i>.", TextFormat.HTML)
    assert one.choices[1].words == Words("Conseiller <vite>", TextFormat.PLAIN)
    assert isinstance(several, SeveralChoices)
    assert several.text.format is TextFormat.MARKDOWN
    assert several.choices[1].percent == Decimal("33.33333")
    assert isinstance(true_false, TrueFalse)
    assert (true_false.right, true_false.if_true.text) == (False, "Non.")
    assert isinstance(short, ShortAnswer)
    assert short.case_matters
    assert isinstance(number, Number)
    assert [answer.value for answer in number.answers] == [Decimal("2.5"), Decimal(3)]
    assert number.units == (Unit("m"), Unit("cm", Decimal(100)))
    assert isinstance(matching, Matching)
    assert [pair.match for pair in matching.pairs] == ["SAMU", "Police", "Mairie"]


def test_gaps_in_a_text_are_read() -> None:
    cloze, chosen = (q for q in read_moodle_xml(SAMPLE).questions if isinstance(q, Gaps))
    assert cloze.text.text.startswith("<p>On [[1]] d'abord ; [[2]]\n      à [[3]], puis [[4]].")
    short, choice, number, several = cloze.gaps
    assert (short.weight, [one.words.text for one in short.choices]) == (2, ["écoute", "entend"])
    assert short.choices[0].feedback.text == "Oui &amp; bien"
    assert [one.words.text for one in choice.choices] == ["avant", "après", "pendant"]
    assert choice.choices[1].feedback.text == "Non }"
    assert [(one.value, one.tolerance) for one in number.numbers][1][0] is None
    assert several.kind is GapKind.SEVERAL
    assert chosen.text.text == "Le [[1]] et la [[2]], le [[3]]."
    assert [[one.words.text for one in gap.choices] for gap in chosen.gaps] == [
        ["jour", "mois"],
        ["nuit", "lune"],
        ["jour", "mois"],
    ]


ANSWERS = '<answer fraction="100"><text>a</text></answer><answer><text>b</text></answer>'


@pytest.mark.parametrize(
    ("inside", "line", "words"),
    [
        ('<question type="stack"></question>', 2, "type “stack”"),
        ("<question></question>", 2, "says no type"),
        ("<foo/>", 2, "<foo> is no question"),
        ('\n<question type="essay"/>', 3, "there is no text"),
        (asked("multichoice", ""), 2, "fewer than two choices"),
        (asked("multichoice", ANSWERS.replace("100", "90")), 2, "no answer is worth 100 %"),
        (asked("multichoice", "\n" + ANSWERS.replace("100", "x")), 3, "“x” is not a weight"),
        (asked("multichoice", ANSWERS.replace("100", "1e9")), 2, "is not a weight"),
        (asked("essay", "", "a <b>c</b>"), 2, "<text> holds <b>"),
        (asked("shortanswer", ""), 2, "there is no answer"),
        (asked("numerical", ANSWERS), 2, "“a” is not a number"),
        (asked("truefalse", ANSWERS.replace("100", "50")), 2, "no answer is worth 100 %"),
        (asked("truefalse", ""), 2, "there is no answer"),
        (asked("matching", ""), 2, "fewer than two pairs"),
        (asked("ordering", ""), 2, "fewer than two items"),
        (asked("cloze", "", "no gap"), 2, "no gap that can be read"),
        (asked("cloze", "", "{1:MULTICHOICE}"), 2, "no gap that can be read"),
        (asked("cloze", "", "{1:MULTICHOICE:=a}"), 2, "fewer than two choices"),
        (asked("cloze", "", "{1:MC:a~%50%b}"), 2, "no answer is worth 100 %"),
        (asked("cloze", "", "{1:NM:=zero}"), 2, "gap 1 cannot be read: zero"),
        (asked("cloze", "", "{1:SA:=a"), 2, "gap 1 cannot be read"),
        (asked("gapselect", "", "[[7]]"), 2, "the gap [[7]]"),
        ("", 1, "holds no question"),
    ],
)
def test_what_is_left_is_told_with_its_line(inside: str, line: int, words: str) -> None:
    reading = read(inside)
    assert reading.questions == ()
    (note,) = reading.notes
    assert (note.line, note.verdict) == (line, Verdict.LEFT)
    assert words in str(note)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (asked("essay", ""), "it has no name"),
        (asked("essay", "<name><text> </text></name>"), "it has no name"),
        (asked("essay", "<hidden>1</hidden>"), "it was hidden"),
        (asked("essay", "<defaultgrade>many</defaultgrade>"), "“many” is not a number of points"),
        (asked("truefalse", ANSWERS), "the first is read as true"),
        (asked("multichoice", ANSWERS + "<answer><text/></answer>"), "an empty answer was left"),
        (asked("essay", "").replace("<questiontext", '<questiontext format="wiki_like"'), "wiki"),
        (asked("ordering", ANSWERS + "<selecttype>RANDOM</selecttype>"), "only some of the items"),
        (asked("cloze", "", "[[1]] {1:SA:=a}"), "“[[1]]” in the text was set apart"),
    ],
)
def test_what_is_changed_is_told(inside: str, words: str) -> None:
    reading = read(inside)
    assert len(reading.questions) == 1
    changed = [str(note) for note in reading.notes if note.verdict is Verdict.CHANGED]
    assert any(words in note for note in changed), changed


def test_categories_say_what_is_not_taken_of_them() -> None:
    bare = '<question type="category"/>'
    told = bare.replace("/>", "><category>A</category><info><text>x</text></info></question>")
    reading = read(f"{told}\n{bare}\n{asked('essay', '<name>N</name>')}")
    assert [str(note) for note in reading.notes] == [
        "2: changed: the description of the category was not taken",
        "3: left: a category has no name: the one before goes on",
        "4: taken: open text “N”",
    ]
    assert reading.questions[0].category == "A"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('<!DOCTYPE quiz [<!ENTITY a "b">]>\n<quiz>&a;</quiz>', 1, "document type"),
        ('<!DOCTYPE quiz SYSTEM "http://localhost/x.dtd"><quiz/>', 1, "document type"),
        ("<quiz>\n<question>&nbsp;</question></quiz>", 2, "an entity is not known"),
        ("<quiz>\n\n<question></quiz>", 3, "not well-formed XML: mismatched tag"),
        ("", 1, "no element found"),
        ("Q {T}", 1, "not well-formed"),
        ("\n\n<html/>", 3, "the first element is <html>"),
        ("<quiz>" + "<a>" * (MOST_DEEP + 2), 1, "more than 30 deep"),
        ('<?xml version="1.0" encoding="klingon"?><quiz/>', 1, "not well-formed XML"),
        ('<?xml version="1.0" encoding="utf-7"?><quiz/>', 1, "not well-formed XML"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_their_line(
    content: str, line: int, words: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_moodle_xml(content.encode())
    assert refused.value.note.line == line
    assert words in str(refused.value)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        read_moodle_xml(b"<quiz>" + b" " * 20_000_000)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_that_say_their_name_are_read(encoding: str) -> None:
    declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    content = f"{declared}<quiz>{asked('essay', '', 'Où ça ?')}</quiz>".encode(encoding)
    assert [q.text.text for q in read_moodle_xml(content).questions] == ["Où ça ?"]


def test_lines_and_leading_space_are_like_those_of_other_systems() -> None:
    content = b"\r\n" + SAMPLE.replace(b"\n", b"\r\n")
    assert read_moodle_xml(content).questions == read_moodle_xml(SAMPLE).questions


def in_form(question: Gaps) -> Gaps:
    """The answers in the one format that a text with gaps has."""
    form = question.text.format

    def formed(gap: Gap) -> Gap:
        short = gap.kind is GapKind.SHORT
        choices = tuple(
            replace(
                one,
                words=one.words if short else Words(one.words.text, form),
                feedback=Words(one.feedback.text, form),
            )
            for one in gap.choices
        )
        numbers = tuple(
            replace(one, feedback=Words(one.feedback.text, form)) for one in gap.numbers
        )
        return replace(gap, choices=choices, numbers=numbers)

    return replace(question, gaps=tuple(map(formed, question.gaps)))


def filled(question: Question, parts: dict[str, Any]) -> Question:
    """The question with what only XML holds."""
    if isinstance(question, (Gaps, Passage)):
        parts = {**parts, "points": Decimal(1)}
    if isinstance(question, (SingleChoice, SeveralChoices, Matching)):
        parts = {**parts, "shuffled": len(question.name) % 2 == 0}
    if isinstance(question, ShortAnswer):
        parts = {**parts, "case_matters": len(question.name) % 2 == 0}
    if not isinstance(question, Number):
        parts = {name: value for name, value in parts.items() if name != "units"}
    return replace(question, **parts)


PARTS = some.fixed_dictionaries(
    {
        "outcomes": OUTCOMES,
        "category": some.sampled_from(["", "$course$/top/é <b>"]),
        "points": some.sampled_from([Decimal(0), Decimal(1), Decimal("2.5")]),
        "units": UNITS,
    }
)
HELD = some.one_of(ANY.filter(lambda q: not isinstance(q, Gaps)), GAPPED.map(in_form))


@given(question=HELD, parts=PARTS)
@tries(250)
def test_what_is_written_is_read_again(question: Question, parts: dict[str, Any]) -> None:
    question = filled(question, parts)
    written = write_moodle_xml([question])
    assert [str(note) for note in written.notes] == []
    assert read_moodle_xml(written.text.encode()).questions == (question,), written.text


def test_the_sample_is_written_and_read_again() -> None:
    questions = read_moodle_xml(SAMPLE).questions
    written = write_moodle_xml(questions)
    assert written.notes == ()
    assert read_moodle_xml(written.text.encode()).questions == questions


TAGS = ["quiz", "question", "name", "text", "questiontext", "answer", "feedback", "subquestion"]
PIECES = some.sampled_from(
    [f"<{name}>" for name in TAGS]
    + [f"</{name}>" for name in TAGS]
    + [f'<question type="{kind}">' for kind in ("cloze", "multichoice", "numerical", "ordering")]
    + ['<answer fraction="50">', "{1:SA:", "{2:NM:=", "}", "~", "#", "%50%", "1", "a", "é", "\n"]
    + ["<![CDATA[", "]]>", "&amp;", "&lt;", "&x;", "<!DOCTYPE q>", "[[1]]", "<units>", "\\"]
)


@some.composite
def almost_xml(draw: some.DrawFn) -> str:
    """A file that is well formed but for what is inside its questions."""
    kinds = ["cloze", "multichoice", "numerical", "truefalse", "matching", "ordering", "gapselect"]
    inner = draw(some.lists(some.sampled_from(INNER), max_size=6))
    text = draw(some.lists(PIECES.filter(lambda piece: "<" not in piece), max_size=8))
    said = "".join(text).replace("&x;", "").replace("]]>", "")
    return f"<quiz>{asked(draw(some.sampled_from(kinds)), ''.join(inner), said)}</quiz>"


INNER = [
    ANSWERS,
    '<answer fraction="33.3"><text>1</text><tolerance>-1</tolerance></answer>',
    '<answer fraction="?"/>',
    "<answer/>",
    "<subquestion><text>a</text><answer><text>b</text></answer></subquestion>",
    "<subquestion/>",
    "<selectoption><text>a</text></selectoption>",
    "<single>false</single>",
    "<name><text>n</text></name>",
    "<units><unit><unit_name>m</unit_name><multiplier>0</multiplier></unit></units>",
    "<fraction>0.5</fraction>",
    "<tags><tag/></tags>",
    "<hint><text>h</text></hint>",
    '<file name="x">a</file>',
]
SPOILT = some.one_of(
    some.lists(PIECES, max_size=25).map("".join),
    some.lists(PIECES, max_size=25).map(lambda parts: f"<quiz>{''.join(parts)}</quiz>"),
    some.text(max_size=50),
    almost_xml(),
    almost_xml(),
)


@given(text=SPOILT)
@tries(400)
def test_no_text_raises_anything_but_reported_errors(text: str) -> None:
    content = text.encode()
    if not line_refused(read_moodle_xml, content):
        reading = read_moodle_xml(content)
        assert reading.notes
        write_moodle_xml(reading.questions)


@given(content=some.binary(max_size=50))
@tries(100)
def test_no_bytes_raise_anything_but_reported_errors(content: bytes) -> None:
    assert line_refused(read_moodle_xml, b"<quiz>" + content + b"</quiz>") >= 0
    assert line_refused(read_moodle_xml, content) >= 0


def test_what_the_format_cannot_hold_is_said() -> None:
    (short,) = read(asked("shortanswer", ANSWERS)).questions
    assert isinstance(short, ShortAnswer)
    lenient = replace(short, accents_matter=False, name="a\x01b")
    assert [str(note) for note in write_moodle_xml([lenient]).notes] == [
        "1: changed: signs that Moodle XML cannot hold were taken out",
        "1: changed: Moodle XML has no place for: accents that do not matter",
    ]
