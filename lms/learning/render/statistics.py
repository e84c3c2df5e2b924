"""The figures of questions in plain words; nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lms.catalogue.render.answers import plain_text
from lms.catalogue.rules.checks.kinds import QuestionKind, kind_of
from lms.learning.rules.statistics import Figures, FirstAttempt, figures
from lms.web.i18n import gettext as _
from lms.web.i18n import language

ALMOST_ALL, MOST, SOME = Fraction(9, 10), Fraction(7, 10), Fraction(3, 10)
WELL, A_LITTLE = 0.3, 0.2
"""Below 0.2 an item is poor, from 0.3 on it does well (Ebel, 1965)."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question and what its figures say; no figures while it is too early."""

    number: int
    text: str
    open: bool
    figures: Figures | None
    facility: str = ""
    percent: int = 0
    separates: str = ""
    measure: str = ""


def question_lines(
    questions: Iterable[Mapping[str, Any]], attempts: Sequence[FirstAttempt]
) -> tuple[QuestionLine, ...]:
    """Every question of the check, as it is written."""
    return tuple(_line(number, each, attempts) for number, each in enumerate(questions, 1))


def _line(
    number: int, question: Mapping[str, Any], attempts: Sequence[FirstAttempt]
) -> QuestionLine:
    text, read = plain_text(question), kind_of(question) is QuestionKind.OPEN
    found = figures(question["id"], attempts)
    if found is None:
        return QuestionLine(number, text, read, None)
    return QuestionLine(
        number,
        text,
        read,
        found,
        facility_words(found.facility),
        round(found.facility * 100),
        discrimination_words(found.discrimination),
        _measure(found.discrimination),
    )


def _measure(discrimination: float | None) -> str:
    if discrimination is None:
        return ""
    written = f"{abs(discrimination):.2f}"
    below = "\N{MINUS SIGN}" if discrimination < 0 and float(written) else ""
    return below + (written.replace(".", ",") if language() == "fr" else written)


def facility_words(facility: Fraction) -> str:
    """How many have it right."""
    if facility >= ALMOST_ALL:
        return _("Almost everybody has it right")
    if facility >= MOST:
        return _("Most people have it right")
    if facility >= SOME:
        return _("Some have it right, some do not")
    return _("Few people have it right")


def discrimination_words(discrimination: float | None) -> str:
    """What the question separates, if it does."""
    if discrimination is None:
        return _("Nothing to compare: the answers, or the rest of the quiz, are all worth the same")
    if discrimination < 0:
        return _("Those who do well elsewhere miss it more often: read the question again")
    if discrimination < A_LITTLE:
        return _("The question separates little")
    if discrimination < WELL:
        return _("The question separates somewhat")
    return _("Those who do well elsewhere have it right more often")
