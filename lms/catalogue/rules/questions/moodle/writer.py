"""Writing Moodle XML as Moodle exports it; gaps are written as `cloze`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
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
    Words,
)
from lms.catalogue.rules.questions.moodle.paper import NAME, Paper
from lms.catalogue.rules.questions.moodle.words import MOODLE_NAMES
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import KINDS, LeftOut, Report, Written
from lms.catalogue.rules.questions.texts import digits

TYPES = {
    SingleChoice: "multichoice",
    SeveralChoices: "multichoice",
    TrueFalse: "truefalse",
    ShortAnswer: "shortanswer",
    Number: "numerical",
    Matching: "matching",
    Ordering: "ordering",
    Gaps: "cloze",
    OpenText: "essay",
    Passage: "description",
}
TOP = "top"


def write_moodle_xml(questions: Sequence[Question]) -> Written:
    """The questions as a Moodle XML file; the line of each note is the number of its question."""
    report = Report()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category = ""
    for number, question in enumerate(questions, 1):
        if question.category != category:
            category = question.category
            if not category:
                report.changed(number, Why.CATEGORY_TOP)
            paper = Paper(number, report)
            paper.opened("question", type="category")
            paper.texted("category", category or TOP)
            paper.closed("question")
            lines += paper.lines
        lines += _question(question, number, report)
    return Written("\n".join([*lines, "</quiz>", ""]), report.in_order())


def _question(question: Question, number: int, report: Report) -> list[str]:
    paper = Paper(number, report)
    paper.opened("question", type=TYPES[type(question)])
    paper.texted("name", question.name)
    paper.words(
        "questiontext", paper.gapped(question) if isinstance(question, Gaps) else question.text
    )
    paper.words("generalfeedback", question.general)
    if isinstance(question, (Gaps, Passage)):
        if question.points != 1:
            report.changed(number, Why.NO_PLACE, format=NAME, name="points")
    else:
        paper.element("defaultgrade", digits(question.points))
    paper.element("idnumber", question.code)
    answers(question, paper)
    _end(question, paper)
    paper.closed("question")
    return paper.lines


def _end(question: Question, paper: Paper) -> None:
    """Overall feedback and tags."""
    outcomes = question.outcomes
    named = {
        "correctfeedback": outcomes.right,
        "partiallycorrectfeedback": outcomes.partly,
        "incorrectfeedback": outcomes.wrong,
    }
    for name, words in named.items():
        if words:
            paper.words(name, words)
    if question.tags:
        paper.opened("tags")
        for tag in question.tags:
            paper.texted("tag", tag)
        paper.closed("tags")


@singledispatch
def answers(question: Question, paper: Paper) -> None:
    """What a kind has beside what every question has."""
    kind = KINDS[type(question).__name__]
    raise LeftOut(paper.number, Why.NOT_HELD, format=NAME, kind=kind)


@answers.register
def _passage(question: Passage, paper: Paper) -> None:
    pass


@answers.register
def _gaps(question: Gaps, paper: Paper) -> None:
    pass


@answers.register(SingleChoice)
@answers.register(SeveralChoices)
def _choices(question: SingleChoice | SeveralChoices, paper: Paper) -> None:
    paper.element("single", _said(isinstance(question, SingleChoice)))
    paper.element("shuffleanswers", _said(question.shuffled))
    paper.element("answernumbering", "abc")
    for choice in question.choices:
        paper.answer(choice)


def _said(yes: bool) -> str:
    return "true" if yes else "false"


@answers.register
def _true_false(question: TrueFalse, paper: Paper) -> None:
    for value, feedback in ((True, question.if_true), (False, question.if_false)):
        right = digits(ALL if value is question.right else NONE)
        paper.opened("answer", fraction=right, format=MOODLE_NAMES[TextFormat.MOODLE])
        paper.element("text", _said(value))
        paper.words("feedback", feedback)
        paper.closed("answer")


@answers.register
def _short(question: ShortAnswer, paper: Paper) -> None:
    if not question.accents_matter:
        paper.report.changed(
            paper.number, Why.NO_PLACE, format=NAME, name="accents that do not matter"
        )
    paper.element("usecase", int(question.case_matters))
    for choice in question.answers:
        paper.answer(choice, short=True)


@answers.register
def _number(question: Number, paper: Paper) -> None:
    for answer in question.answers:
        paper.counted(answer)
    if not question.units:
        return
    paper.opened("units")
    for unit in question.units:
        paper.opened("unit")
        paper.element("multiplier", digits(unit.per_base))
        paper.element("unit_name", unit.name)
        paper.closed("unit")
    paper.closed("units")


@answers.register
def _matching(question: Matching, paper: Paper) -> None:
    paper.element("shuffleanswers", _said(question.shuffled))
    for pair in question.pairs:
        paper.opened("subquestion", format=MOODLE_NAMES[pair.item.format])
        paper.element("text", pair.item.text)
        paper.texted("answer", pair.match)
        paper.closed("subquestion")


@answers.register
def _ordering(question: Ordering, paper: Paper) -> None:
    layout = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": len(question.items)}
    for name, value in layout.items():
        paper.element(name, value)
    for place, item in enumerate(question.items, 1):
        paper.opened("answer", fraction=f"{place}.0000000", format=MOODLE_NAMES[item.format])
        paper.element("text", item.text)
        paper.words("feedback", Words())
        paper.closed("answer")


@answers.register
def _open(question: OpenText, paper: Paper) -> None:
    for name, value in {
        "responseformat": "editor",
        "responserequired": 1,
        "attachments": 0,
    }.items():
        paper.element(name, value)
    paper.words("graderinfo", question.guide)
    paper.words("responsetemplate", question.template)
