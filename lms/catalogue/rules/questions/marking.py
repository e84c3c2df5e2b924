"""Marking: how much of a question an answer deserves, from 0 to 1, and what is said to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch

from lms.catalogue.rules.questions.model import (
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
    Unit,
    Words,
)
from lms.catalogue.rules.questions.spelling import number_said, same_words

Response = object
"""By kind: the place of a choice, places, true or false, a text, a text, what was matched to each
pair, places in the chosen order, one answer for each gap. Anything else is worth nothing."""

WHOLE, NOTHING = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A share from 0 to 1, None where a tutor must read; and the feedback that fits the answer."""

    share: Fraction | None
    feedback: tuple[Words, ...] = ()


def _within(percent: Decimal) -> Fraction:
    return min(WHOLE, max(NOTHING, Fraction(percent) / 100))


def _mark(share: Fraction, *feedback: Words) -> Mark:
    return Mark(share, tuple(words for words in feedback if words))


@singledispatch
def mark(question: Question, response: Response) -> Mark:
    """What the response deserves. Open text and passages are not marked."""
    return Mark(None)


@mark.register
def _single(question: SingleChoice, response: Response) -> Mark:
    return _one_of(question.choices, response)


def _one_of(choices: Sequence[Choice], response: Response) -> Mark:
    places = _places([response], len(choices))
    if not places:
        return Mark(NOTHING)
    chosen = choices[places[0]]
    return _mark(_within(chosen.percent), chosen.feedback)


@mark.register
def _several(question: SeveralChoices, response: Response) -> Mark:
    return _some_of(question.choices, response)


def _some_of(choices: Sequence[Choice], response: Response) -> Mark:
    """Right choices count in proportion to their sum, so that all of them give the whole."""
    chosen = [choices[place] for place in sorted(set(_places(response, len(choices))))]
    whole = sum(max(choice.percent, Decimal(0)) for choice in choices)
    if not whole:
        return _mark(NOTHING, *(choice.feedback for choice in chosen))
    gained = sum((Fraction(one.percent) for one in chosen if one.percent > 0), NOTHING)
    lost = sum((Fraction(one.percent) for one in chosen if one.percent < 0), NOTHING)
    share = gained / Fraction(whole) + lost / 100
    feedback = [choice.feedback for choice in chosen]
    return _mark(min(WHOLE, max(NOTHING, share)), *feedback)


def _places(response: Response, length: int) -> list[int]:
    """The places that exist among those of a response, in its order."""
    if isinstance(response, str) or not isinstance(response, Collection):
        return []
    return [place for place in response if type(place) is int and 0 <= place < length]


@mark.register
def _true_false(question: TrueFalse, response: Response) -> Mark:
    if not isinstance(response, bool):
        return Mark(NOTHING)
    share = WHOLE if response is question.right else NOTHING
    return _mark(share, question.if_true if response else question.if_false)


@mark.register
def _short(question: ShortAnswer, response: Response) -> Mark:
    strict = question.case_matters, question.accents_matter
    return _said(question.answers, response, *strict)


def _said(answers: Sequence[Choice], response: Response, case: bool, accents: bool) -> Mark:
    """The best of the answers that fit; at equal worth the first."""
    if not isinstance(response, str) or not response.strip():
        return Mark(NOTHING)
    fitting = [
        one for one in answers if same_words(one.words.text, response, case=case, accents=accents)
    ]
    return _best(fitting)


def _best(fitting: Sequence[Choice | NumberAnswer]) -> Mark:
    if not fitting:
        return Mark(NOTHING)
    best = max(fitting, key=lambda one: one.percent)
    return _mark(_within(best.percent), best.feedback)


@mark.register
def _number(question: Number, response: Response) -> Mark:
    return _counted(question.answers, question.units, response)


def _counted(answers: Sequence[NumberAnswer], units: Sequence[Unit], response: Response) -> Mark:
    value = number_said(response, units) if isinstance(response, str) else None
    if value is None:
        return Mark(NOTHING)
    return _best([one for one in answers if one.accepts(value)])


@mark.register
def _matching(question: Matching, response: Response) -> Mark:
    """Each pair counts the same; those without an item ask nothing."""
    if not isinstance(response, Sequence) or isinstance(response, str):
        return Mark(NOTHING)
    asked = [(pair, at) for at, pair in enumerate(question.pairs) if pair.item]
    right = [at < len(response) and response[at] == pair.match for pair, at in asked]
    return _mark(Fraction(sum(right), len(right)) if right else NOTHING)


@mark.register
def _ordering(question: Ordering, response: Response) -> Mark:
    """Each item that stands in its place counts the same; equal items may change places."""
    items = question.items
    order = _places(response, len(items))
    if sorted(order) != list(range(len(items))) or not items:
        return Mark(NOTHING)
    right = sum(items[place] == items[at] for at, place in enumerate(order))
    return _mark(Fraction(right, len(items)))


@mark.register
def _gaps(question: Gaps, response: Response) -> Mark:
    """Gaps count by their weights; when all weigh nothing, the same."""
    if not isinstance(response, Sequence) or isinstance(response, str) or not question.gaps:
        return Mark(NOTHING)
    given = [*response[: len(question.gaps)], *[None] * (len(question.gaps) - len(response))]
    marks = [_gap(gap, one) for gap, one in zip(question.gaps, given, strict=True)]
    weights = [gap.weight for gap in question.gaps]
    weights = weights if any(weights) else [1] * len(weights)
    weighed = zip(weights, marks, strict=True)
    gained = sum((weight * (one.share or NOTHING) for weight, one in weighed), NOTHING)
    feedback = [words for one in marks for words in one.feedback]
    return _mark(gained / sum(weights), *feedback)


def _gap(gap: Gap, response: Response) -> Mark:
    match gap.kind:
        case GapKind.CHOICE:
            return _one_of(gap.choices, response)
        case GapKind.SEVERAL:
            return _some_of(gap.choices, response)
        case GapKind.SHORT:
            return _said(gap.choices, response, gap.case_matters, True)
        case GapKind.NUMBER:
            return _counted(gap.numbers, (), response)
