"""Weights between percent signs, and feedback behind a hash."""

from __future__ import annotations

import re
from decimal import Decimal

from lms.catalogue.rules.questions.gift.blocks import Piece
from lms.catalogue.rules.questions.gift.signs import show, words_of
from lms.catalogue.rules.questions.model import TextFormat, Words
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report
from lms.catalogue.rules.questions.texts import percent

WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d{0,15})?)%")


def weighed(piece: Piece, default: Decimal, report: Report) -> tuple[Decimal, Piece]:
    """The weight at the beginning of an answer, and what follows it."""
    found = WEIGHT.match(piece.text)
    if not found:
        if piece.text.startswith("%"):
            report.changed(piece.line, Why.LONE_WEIGHT, name=show(piece.text))
        return default, piece
    value = percent(found[1])
    if value is None:
        raise LeftOut(piece.line, Why.PERCENT, name=found[1])
    return value, piece.cut(found.end())


def with_feedback(text: str, form: TextFormat) -> tuple[str, Words]:
    """The answer, and the feedback behind the first hash."""
    answer, _hash, feedback = text.partition("#")
    return answer, words_of(feedback, form)
