"""Aiken: a question on one line, a choice on each next line, then ANSWER; read as Moodle does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
    Choice,
    Question,
    SingleChoice,
    TextFormat,
    Words,
    plain,
)
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import (
    KINDS,
    LeftOut,
    Reading,
    Report,
    Unreadable,
    Written,
)
from lms.catalogue.rules.questions.soundness import check
from lms.catalogue.rules.questions.texts import MOST_QUESTIONS, bare, decoded, name_of, trim

NAME = "Aiken"
CHOICE = re.compile(r"([A-Z])[).]")
ANSWER = "ANSWER:"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class _Open:
    """A question whose ANSWER was not read yet."""

    line: int
    text: str
    letters: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(plain(self.text))


def read_aiken(content: bytes) -> Reading:
    """The questions of an Aiken file; blank lines mean nothing, as in Moodle."""
    report = Report()
    questions: list[Question] = []
    begun: _Open | None = None
    lines = decoded(content, report).split("\n")
    for line, written in enumerate(lines, 1):
        text = trim(written)
        if len(text.encode()) < 2:
            if text:
                report.left(line, Why.TOO_SHORT)
            continue
        begun = _read_line(begun, line, text, questions, report)
        if len(questions) > MOST_QUESTIONS:
            raise Unreadable(line, Why.TOO_MANY, most=MOST_QUESTIONS)
    if begun:
        report.left(begun.line, Why.NOT_COMPLETE, name=begun.name)
    if not questions and not report.notes:
        report.left(1, Why.NO_QUESTION)
    return Reading(tuple(questions), report.in_order())


def _read_line(
    begun: _Open | None, line: int, text: str, questions: list[Question], report: Report
) -> _Open | None:
    """The question that is open after this line."""
    choice = CHOICE.match(text)
    if (choice or text.startswith(ANSWER)) and begun is None:
        report.left(line, Why.NOT_STARTED)
        return None
    if begun and choice:
        begun.letters.append(choice[1])
        begun.choices.append(trim(text[2:]))
        return begun
    if begun and text.startswith(ANSWER):
        try:
            questions.append(_finished(begun, line, trim(text[len(ANSWER) :]), report))
        except LeftOut as left:
            report.notes.append(left.note)
        return None
    if begun:
        report.left(begun.line, Why.NOT_COMPLETE, name=begun.name)
    return _Open(line, text)


def _finished(begun: _Open, line: int, answer: str, report: Report) -> SingleChoice:
    right = _place(begun, line, answer, report)
    choices = tuple(
        Choice(words=plain(text), percent=ALL if place == right else NONE)
        for place, text in enumerate(begun.choices)
        if text or place == right
    )
    if not all(begun.choices):
        report.changed(begun.line, Why.EMPTY_ANSWER)
    question = SingleChoice(name=begun.name, text=plain(begun.text), choices=choices)
    check(question, line, report)
    report.taken(begun.line, question)
    return question


def _place(begun: _Open, line: int, answer: str, report: Report) -> int:
    """Which choice ANSWER names."""
    if len(begun.choices) < 2:
        raise LeftOut(line, Why.FEW_CHOICES)
    letter = answer[:1]
    if begun.letters.count(letter) != 1:
        raise LeftOut(line, Why.ANSWER_UNKNOWN, name=answer)
    if answer != letter:
        report.changed(line, Why.ANSWER_MORE, name=letter)
    if begun.letters != list(LETTERS[: len(begun.letters)]):
        report.changed(line, Why.LETTERS)
    return begun.letters.index(letter)


def write_aiken(questions: Sequence[Question]) -> Written:
    """The single choices among the questions; what Aiken cannot hold is in the notes."""
    report = Report()
    blocks = []
    for number, question in enumerate(questions, 1):
        try:
            blocks.append(_block(question, number, report))
        except LeftOut as left:
            report.notes.append(left.note)
    return Written("\n".join(blocks), report.in_order())


def _block(question: Question, number: int, report: Report) -> str:
    kind = KINDS[type(question).__name__]
    if not isinstance(question, SingleChoice):
        raise LeftOut(number, Why.NOT_HELD, format=NAME, kind=kind)
    if len(question.choices) > len(LETTERS):
        raise LeftOut(number, Why.TOO_MANY_ANSWERS, most=len(LETTERS))
    right = [place for place, choice in enumerate(question.choices) if choice.percent == ALL]
    if not right:
        raise LeftOut(number, Why.NO_RIGHT)
    text = _line(question.text, number, report)
    if len(text.encode()) < 2 or CHOICE.match(text) or text.startswith(ANSWER):
        raise LeftOut(number, Why.READ_OTHERWISE, format=NAME)
    _say_lost(question, number, report)
    written = [
        f"{letter}) {_line(choice.words, number, report)}"
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    ]
    return "\n".join([text, *written, f"{ANSWER} {LETTERS[right[0]]}", ""])


def _line(words: Words, number: int, report: Report) -> str:
    """The words as plain text on one line."""
    text = bare(words)
    if words.format is not TextFormat.PLAIN and text != words.text:
        report.changed(number, Why.WRITTEN_PLAIN, format=NAME)
    elif "\n" in words.text:
        report.changed(number, Why.ONE_LINE, format=NAME)
    return text


def _say_lost(question: SingleChoice, number: int, report: Report) -> None:
    lost = {
        "feedback": any(choice.feedback for choice in question.choices),
        "general feedback": bool(question.general),
        "overall feedback": any(
            (question.outcomes.right, question.outcomes.partly, question.outcomes.wrong)
        ),
        "weights": sum(choice.percent != NONE for choice in question.choices) > 1,
        "category": bool(question.category),
        "tags": bool(question.tags),
        "code": bool(question.code),
        "points": question.points != 1,
    }
    for name, is_lost in lost.items():
        if is_lost:
            report.changed(number, Why.NO_PLACE, format=NAME, name=name)
    if question.name != name_of(plain(bare(question.text))):
        report.changed(number, Why.OTHER_NAME, format=NAME, name=question.name)
