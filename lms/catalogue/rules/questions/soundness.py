"""What a question needs to be answered at all, and the answer that deserves the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import singledispatch

from lms.catalogue.rules.questions.model import (
    ALL,
    Choice,
    Gap,
    GapKind,
    Gaps,
    Matching,
    Number,
    NumberAnswer,
    Ordering,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from lms.catalogue.rules.questions.reasons import Why
from lms.catalogue.rules.questions.report import LeftOut, Report
from lms.catalogue.rules.questions.spelling import JOKER, LITERAL_JOKER
from lms.catalogue.rules.questions.texts import MOST_ANSWERS, digits

NEARLY = Decimal("0.1")
"""Three times 33.33333 is meant to be the whole."""


def check(question: Question, line: int, report: Report) -> None:
    """Raise `LeftOut` when the question cannot be answered; note what counts otherwise."""
    for why in faults(question):
        params = {"most": MOST_ANSWERS} if why is Why.TOO_MANY_ANSWERS else {}
        raise LeftOut(line, why, **params)
    if isinstance(question, SeveralChoices):
        whole = _sum(question.choices)
        if abs(whole - ALL) > NEARLY:
            report.changed(line, Why.NOT_A_HUNDRED, sum=digits(whole))


def _sum(choices: Sequence[Choice]) -> Decimal:
    return sum((one.percent for one in choices if one.percent > 0), Decimal(0))


@singledispatch
def faults(question: Question) -> Iterator[Why]:
    """Why nobody could answer it."""
    yield from ()


@faults.register
def _single_choice(question: SingleChoice) -> Iterator[Why]:
    yield from _single(question.choices)


@faults.register
def _several_choices(question: SeveralChoices) -> Iterator[Why]:
    yield from _several(question.choices)


@faults.register
def _short_answer(question: ShortAnswer) -> Iterator[Why]:
    yield from _accepted(question.answers)


@faults.register
def _number(question: Number) -> Iterator[Why]:
    yield from _accepted(question.answers)


@faults.register
def _matching(question: Matching) -> Iterator[Why]:
    if sum(bool(pair.item) for pair in question.pairs) < 2:
        yield Why.FEW_PAIRS
    yield from _not_many(question.pairs)


@faults.register
def _ordering(question: Ordering) -> Iterator[Why]:
    if len(question.items) < 2:
        yield Why.FEW_ITEMS
    yield from _not_many(question.items)


@faults.register
def _gaps(question: Gaps) -> Iterator[Why]:
    if not question.gaps:
        yield Why.NO_GAP
    yield from _not_many(question.gaps)
    for gap in question.gaps:
        yield from _gap(gap)


def _gap(gap: Gap) -> Iterator[Why]:
    match gap.kind:
        case GapKind.CHOICE:
            yield from _single(gap.choices)
        case GapKind.SEVERAL:
            yield from _several(gap.choices)
        case GapKind.SHORT:
            yield from _accepted(gap.choices)
        case GapKind.NUMBER:
            yield from _accepted(gap.numbers)


def _single(choices: Sequence[Choice]) -> Iterator[Why]:
    if len(choices) < 2:
        yield Why.FEW_CHOICES
    if all(choice.percent < ALL for choice in choices):
        yield Why.NO_RIGHT
    yield from _not_many(choices)


def _several(choices: Sequence[Choice]) -> Iterator[Why]:
    if len(choices) < 2:
        yield Why.FEW_CHOICES
    if not _sum(choices):
        yield Why.NO_POSITIVE
    yield from _not_many(choices)


def _accepted(answers: Sequence[Choice | NumberAnswer]) -> Iterator[Why]:
    if not answers:
        yield Why.NO_ANSWER
    elif all(answer.percent < ALL for answer in answers):
        yield Why.NO_RIGHT
    yield from _not_many(answers)


def _not_many(things: Sequence[object]) -> Iterator[Why]:
    if len(things) > MOST_ANSWERS:
        yield Why.TOO_MANY_ANSWERS


def right_answer(question: Question) -> object:
    """A response that deserves the whole; None where nothing is marked."""
    match question:
        case TrueFalse():
            return question.right
        case Matching():
            return tuple(pair.match for pair in question.pairs)
        case Ordering():
            return tuple(range(len(question.items)))
        case Gaps():
            return tuple(_of_gap(gap) for gap in question.gaps)
    return _chosen_or_said(question)


def _chosen_or_said(question: Question) -> object:
    match question:
        case SingleChoice():
            return _best(question.choices)
        case SeveralChoices():
            return _positive(question.choices)
        case ShortAnswer():
            return _words(question.answers)
        case Number():
            return _digits(question.answers)
    return None


def _best(answers: Sequence[Choice | NumberAnswer]) -> int:
    return max(range(len(answers)), key=lambda place: answers[place].percent)


def _positive(choices: Sequence[Choice]) -> frozenset[int]:
    return frozenset(place for place, one in enumerate(choices) if one.percent > 0)


def _words(answers: Sequence[Choice]) -> str:
    text = answers[_best(answers)].words.text.replace(LITERAL_JOKER, "\0").replace(JOKER, "…")
    return text.replace("\0", JOKER)


def _digits(answers: Sequence[NumberAnswer]) -> str:
    value = answers[_best(answers)].value
    return "0" if value is None else digits(value)


def _of_gap(gap: Gap) -> object:
    match gap.kind:
        case GapKind.CHOICE:
            return _best(gap.choices)
        case GapKind.SEVERAL:
            return _positive(gap.choices)
        case GapKind.SHORT:
            return _words(gap.choices)
        case GapKind.NUMBER:
            return _digits(gap.numbers)
