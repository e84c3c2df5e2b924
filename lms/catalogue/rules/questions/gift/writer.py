"""Writing GIFT as Moodle writes it; what GIFT cannot hold is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import singledispatch

from lms.catalogue.rules.questions.gift.reader import CATEGORY
from lms.catalogue.rules.questions.gift.signs import NAME, escaped, wrapped, written
from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
    Choice,
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
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import KINDS, LeftOut, Report, Written
from lms.catalogue.rules.questions.texts import digits, name_of, one_line

TOP = "top"


def write_gift(questions: Sequence[Question]) -> Written:
    """The questions as a GIFT file; the line of each note is the number of its question."""
    report = Report()
    blocks: list[str] = []
    category = ""
    for number, question in enumerate(questions, 1):
        try:
            block = _block(question, number, report)
        except LeftOut as left:
            report.notes.append(left.note)
            continue
        if question.category != category:
            category = question.category
            if not category:
                report.changed(number, Why.CATEGORY_TOP)
            blocks.append(f"{CATEGORY} {one_line(category) or TOP}\n")
        blocks.append(block)
    return Written("\n".join(blocks), report.in_order())


def _block(question: Question, number: int, report: Report) -> str:
    for name in lost(question):
        report.changed(number, Why.NO_PLACE, format=NAME, name=name)
    form = question.text.format
    body = answers(question, form, number, report)
    general = written(question.general, form)
    if body is None:
        return _head(question) + "\n"
    ended = f"####{general}" if general else ""
    return _head(question) + "{" + body + ended + "}\n"


def _head(question: Question) -> str:
    named = [f"[id:{wrapped(question.code)}]"] if wrapped(question.code) else []
    named += [f"[tag:{wrapped(tag)}]" for tag in question.tags if wrapped(tag)]
    comment = f"// {' '.join(named)}\n" if named else ""
    title = escaped(one_line(question.name) or name_of(question.text))
    return f"{comment}::{title}::{written(question.text, TextFormat.MOODLE)}"


def lost(question: Question) -> Iterator[str]:
    """What the question has, and GIFT has no place for."""
    outcomes = question.outcomes
    if outcomes.right or outcomes.partly or outcomes.wrong:
        yield "overall feedback"
    if question.points != 1:
        yield "points"
    if any(wrapped(tag).replace("\\]", "]") != tag for tag in (question.code, *question.tags)):
        yield "some signs of tags"
    for name, is_lost in _lost_by_kind(question).items():
        if is_lost:
            yield name


def _lost_by_kind(question: Question) -> dict[str, bool]:
    match question:
        case Passage():
            return {"feedback of a passage": bool(question.general)}
        case ShortAnswer():
            return {
                "capitals that matter": question.case_matters,
                "accents that do not matter": not question.accents_matter,
            }
        case Number():
            return {"units": bool(question.units)}
        case OpenText():
            return {"the tutor's guide and the template": bool(question.guide or question.template)}
        case SingleChoice() | SeveralChoices() | Matching():
            return {"a fixed order": not question.shuffled}
    return {}


@singledispatch
def answers(question: Question, form: TextFormat, number: int, report: Report) -> str | None:
    """What stands between the braces; None when there are none."""
    kind = KINDS[type(question).__name__]
    raise LeftOut(number, Why.NOT_HELD, format=NAME, kind=kind)


@answers.register
def _passage(question: Passage, form: TextFormat, number: int, report: Report) -> None:
    return None


@answers.register
def _open(question: OpenText, form: TextFormat, number: int, report: Report) -> str:
    return ""


@answers.register
def _true_false(question: TrueFalse, form: TextFormat, number: int, report: Report) -> str:
    said = (question.if_false, question.if_true)
    wrong, right = (written(words, form) for words in (said if question.right else said[::-1]))
    feedback = f"#{wrong}#{right}" if right else f"#{wrong}" if wrong else ""
    return ("TRUE" if question.right else "FALSE") + feedback


@answers.register
def _single(question: SingleChoice, form: TextFormat, number: int, report: Report) -> str:
    """The first right choice stands behind `=`; one `~` at least tells it from short answers."""
    every = all(choice.percent == ALL for choice in question.choices)
    lines = []
    for place, choice in enumerate(question.choices):
        right = choice.percent == ALL and not (every and place)
        lines.append(("=" if right else _weight(choice)) + _said(choice, form))
    return _lines(lines)


@answers.register
def _several(question: SeveralChoices, form: TextFormat, number: int, report: Report) -> str:
    return _lines([_weight(choice) + _said(choice, form) for choice in question.choices])


def _weight(choice: Choice) -> str:
    if choice.percent == NONE and not choice.words.text.startswith("%"):
        return "~"
    return f"~%{digits(choice.percent)}%"


def _said(choice: Choice, form: TextFormat) -> str:
    text = written(choice.words, form)
    return text + (f"#{written(choice.feedback, form)}" if choice.feedback else "")


@answers.register
def _short(question: ShortAnswer, form: TextFormat, number: int, report: Report) -> str:
    lines = []
    for choice in question.answers:
        accepted = replace(
            choice,
            words=_no_arrow(Words(choice.words.text, form), number, report),
            feedback=_no_arrow(choice.feedback, number, report),
        )
        lines.append(f"=%{digits(choice.percent)}%{_said(accepted, form)}")
    return _lines(lines)


def _no_arrow(words: Words, number: int, report: Report) -> Words:
    """An arrow would make pairs to be matched of the answers."""
    if "->" not in words.text:
        return words
    report.changed(number, Why.SIGNS_OUT, format=NAME)
    return Words(words.text.replace("->", "→"), words.format)


@answers.register
def _number(question: Number, form: TextFormat, number: int, report: Report) -> str:
    lines = []
    for answer in question.answers:
        value = "*" if answer.value is None else digits(answer.value)
        margin = "" if answer.value is None else f":{digits(answer.tolerance)}"
        feedback = f"#{written(answer.feedback, form)}" if answer.feedback else ""
        lines.append(f"=%{digits(answer.percent)}%{value}{margin}{feedback}")
    return "#" + _lines(lines)


@answers.register
def _matching(question: Matching, form: TextFormat, number: int, report: Report) -> str:
    lines = []
    for pair in question.pairs:
        item = written(_no_arrow(pair.item, number, report), form)
        lines.append(f"={item} -> {escaped(pair.match)}")
    return _lines(lines)


@answers.register
def _ordering(question: Ordering, form: TextFormat, number: int, report: Report) -> str:
    options = f">{len(question.items)} ALL VERTICAL ABSOLUTE_POSITION SHOW none"
    return options + _lines([written(item, form) for item in question.items], "")


def _lines(lines: Sequence[str], indent: str = "\t") -> str:
    return "\n" + "".join(f"{indent}{line}\n" for line in lines)
