"""What stands between the braces of GIFT, and the kind of question that it makes."""

from __future__ import annotations

import re
from typing import Any

from lms.catalogue.rules.questions.gift.blocks import Piece
from lms.catalogue.rules.questions.gift.numbers import numbers
from lms.catalogue.rules.questions.gift.signs import show, words_of
from lms.catalogue.rules.questions.gift.weights import weighed, with_feedback
from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
    Choice,
    Matching,
    OpenText,
    Ordering,
    Pair,
    Passage,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TextFormat,
    TrueFalse,
    plain,
)
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report
from lms.catalogue.rules.questions.texts import trim

TRUE, FALSE = {"T", "TRUE"}, {"F", "FALSE"}
ARROW = "->"
ORDERING_OPTIONS = re.compile(r"(?:\s*(?:\d+|[A-Z_]+|none|abc|iii)(?=\s|$))*")
DRAWN = {"RANDOM", "CONTIGUOUS", "REL", "CONTIG"}


def answered(
    answers: Piece | None, common: dict[str, Any], form: TextFormat, report: Report
) -> Question:
    """The question that these answers make, told apart in Moodle's order."""
    if answers is None:
        return Passage(**common)
    text = answers.text
    if not text:
        return OpenText(**common)
    if text.startswith("#"):
        return numbers(answers.cut(1), common, form, report)
    if text.startswith(">"):
        return _ordering(answers.cut(1), common, form, report)
    if "~" in text:
        return _choices(answers, common, form, report)
    if "=" in text and ARROW in text:
        return _matching(answers, common, form, report)
    if trim(text.split("#")[0]) in TRUE | FALSE:
        return _true_false(text, common, form)
    return _short(answers, common, form, report)


def _ordering(answers: Piece, common: dict[str, Any], form: TextFormat, report: Report) -> Question:
    first, _end, rest = answers.text.partition("\n")
    options = ORDERING_OPTIONS.match(first)
    ended = options.end() if options else 0
    if set(first[:ended].split()) & DRAWN:
        report.changed(answers.line, Why.SUBSET)
    lines = [first[ended:], *rest.split("\n")]
    items = [words_of(line, form) for line in lines]
    return Ordering(items=tuple(item for item in items if item), **common)


def _choices(answers: Piece, common: dict[str, Any], form: TextFormat, report: Report) -> Question:
    """One choice may be taken when one of them stands behind `=`; several otherwise."""
    pieces = [
        (sign, piece)
        for first, part in enumerate(answers.split("~"))
        for sign, piece in _equals(part, unmarked=first == 0)
    ]
    choices = []
    for sign, piece in pieces:
        if sign == "" and trim(piece.text):
            report.changed(piece.line, Why.FIRST_UNMARKED)
        choice = _choice(sign, piece, form, report)
        if choice.words:
            choices.append(choice)
        elif sign or choice.feedback:
            report.changed(piece.line, Why.EMPTY_ANSWER)
    kind = SingleChoice if "=" in answers.text else SeveralChoices
    return kind(choices=tuple(choices), **common)


def _equals(part: Piece, unmarked: bool) -> list[tuple[str, Piece]]:
    """The choices between two `~`: the first is wrong or weighed, those behind `=` are right."""
    first, *right = part.split("=")
    # `~=` is one mark, and so is the space between them.
    leading = [] if right and not trim(first.text) else [("" if unmarked else "~", first)]
    return [*leading, *(("=", piece) for piece in right)]


def _choice(sign: str, piece: Piece, form: TextFormat, report: Report) -> Choice:
    percent, rest = (ALL, piece) if sign == "=" else weighed(piece.trimmed(), NONE, report)
    text, feedback = with_feedback(rest.text, form)
    return Choice(words=words_of(text, form), percent=percent, feedback=feedback)


def _matching(answers: Piece, common: dict[str, Any], form: TextFormat, report: Report) -> Question:
    pairs = []
    for piece in _accepted(answers, report):
        item, arrow, match = piece.text.partition(ARROW)
        if not arrow:
            raise LeftOut(piece.line, Why.NOT_A_PAIR, name=show(piece.text))
        if trim(match):
            pairs.append(Pair(words_of(item, form), trim(show(match))))
        else:
            report.changed(piece.line, Why.EMPTY_ANSWER)
    return Matching(pairs=tuple(pairs), **common)


def _accepted(answers: Piece, report: Report) -> list[Piece]:
    """The answers behind each `=`; the first may stand without."""
    first, *rest = (piece.trimmed() for piece in answers.split("="))
    for piece in rest:
        if not piece.text:
            report.changed(piece.line, Why.EMPTY_ANSWER)
    return [piece for piece in (first, *rest) if piece.text]


def _true_false(text: str, common: dict[str, Any], form: TextFormat) -> Question:
    """`T#when wrong#when right`."""
    answer, *said = text.split("#", 2)
    wrong, right = (words_of(part, form) for part in [*said, "", ""][:2])
    if trim(answer) in TRUE:
        return TrueFalse(right=True, if_true=right, if_false=wrong, **common)
    return TrueFalse(right=False, if_true=wrong, if_false=right, **common)


def _short(answers: Piece, common: dict[str, Any], form: TextFormat, report: Report) -> Question:
    accepted = []
    for piece in _accepted(answers, report):
        percent, rest = weighed(piece, ALL, report)
        text, feedback = with_feedback(rest.text, form)
        words = plain(words_of(text, form).text)
        answer = Choice(words=words, percent=percent, feedback=feedback)
        if words:
            accepted.append(answer)
        else:
            report.changed(piece.line, Why.EMPTY_ANSWER)
    return ShortAnswer(answers=tuple(accepted), **common)
