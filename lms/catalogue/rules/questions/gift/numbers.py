"""Numbers in GIFT: `3`, `3:0.5`, `1..5`, several with weights, and feedback for any other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lms.catalogue.rules.questions.gift.blocks import Piece
from lms.catalogue.rules.questions.gift.signs import show
from lms.catalogue.rules.questions.gift.weights import weighed, with_feedback
from lms.catalogue.rules.questions.model import (
    ALL,
    NONE,
    Number,
    NumberAnswer,
    TextFormat,
    between,
)
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report
from lms.catalogue.rules.questions.texts import number, trim

ANY = "*"


def numbers(answers: Piece, common: dict[str, Any], form: TextFormat, report: Report) -> Number:
    """The question of these answers; what stands behind `~` is said to any other number."""
    given, *others = answers.split("~")
    accepted = []
    for piece in (part.trimmed() for part in given.split("=")):
        if piece.text:
            accepted.append(_answer(piece, form, report))
    if others:
        _text, feedback = with_feedback("~".join(piece.text for piece in others), form)
        accepted.append(NumberAnswer(value=None, percent=NONE, feedback=feedback))
    return Number(answers=tuple(accepted), **common)


def _answer(piece: Piece, form: TextFormat, report: Report) -> NumberAnswer:
    percent, rest = weighed(piece, ALL, report)
    text, feedback = with_feedback(rest.text, form)
    value, tolerance = _value(trim(show(text)), piece.line, report)
    return NumberAnswer(value=value, tolerance=tolerance, percent=percent, feedback=feedback)


def _value(text: str, line: int, report: Report) -> tuple[Decimal | None, Decimal]:
    """The number and its tolerance; None stands for any number."""
    low, dots, high = text.partition("..")
    if low and dots:
        ends = number(low), number(high)
        if ends[0] is None or ends[1] is None:
            raise LeftOut(line, Why.NOT_A_NUMBER, name=text)
        return between(ends[0], ends[1])
    value, colon, margin = text.partition(":")
    if trim(value) == ANY:
        return None, NONE
    read, tolerance = number(value), number(margin) if colon else NONE
    if read is None or tolerance is None:
        raise LeftOut(line, Why.NOT_A_NUMBER, name=text)
    if tolerance < 0:
        report.changed(line, Why.NEGATIVE_TOLERANCE)
    return read, abs(tolerance)
