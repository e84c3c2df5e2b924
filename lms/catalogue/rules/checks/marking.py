"""Marking answers against keys: shares from 0 to 1, exact, and what is said to the answer.

Answers are what pages keep: a choice's id, ids, true or false, a text, {item: match}, ids in the
chosen order, one text for each gap. Anything else is worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind
from lms.catalogue.rules.questions.model import NumberAnswer
from lms.catalogue.rules.questions.spelling import number_said, same_words

WHOLE, NOTHING = Fraction(1), Fraction(0)
FINEST = 1000
"""Weights such as 33.33333 per cent are meant to be thirds."""
Words = Mapping[str, str]
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer deserves, None where a tutor must read it; and what is said to it."""

    share: Fraction | None
    why: Words | None = None


def worth(key: str | Document, given: object) -> Worth:
    """What an answer deserves under a question's key."""
    if isinstance(key, str):
        return Worth(WHOLE if given == key else NOTHING)
    return MARK[QuestionKind(key["kind"])](key, given)


def _within(share: Fraction) -> Fraction:
    return min(WHOLE, max(NOTHING, share))


def _percent(written: str) -> Fraction:
    return (Fraction(Decimal(written)) / 100).limit_denominator(FINEST)


def _single(key: Document, given: object) -> Worth:
    weight = key["weights"].get(given, "0") if isinstance(given, str) else "0"
    return Worth(_within(_percent(weight)))


def _several(key: Document, given: object) -> Worth:
    """Each right choice adds its part, each other one takes as much away, never below nothing."""
    if not isinstance(given, list):
        return Worth(NOTHING)
    chosen = {one for one in given if isinstance(one, str)}
    if "weights" in key:
        return Worth(_weighed(key["weights"], chosen))
    right = set(key["right"])
    share = Fraction(len(chosen & right) - len(chosen - right), len(right))
    return Worth(_within(share))


def _weighed(written: Mapping[str, str], chosen: set[str]) -> Fraction:
    """Right choices count in proportion to their sum, so that all of them give the whole."""
    weights = {name: _percent(weight) for name, weight in written.items()}
    whole = sum((weight for weight in weights.values() if weight > 0), NOTHING)
    taken = [weights[name] for name in chosen if name in weights]
    gained = sum((weight for weight in taken if weight > 0), NOTHING)
    lost = sum((weight for weight in taken if weight < 0), NOTHING)
    return _within(gained / whole + lost)


def _true_false(key: Document, given: object) -> Worth:
    return Worth(WHOLE if given is key["right"] else NOTHING)


def _short(key: Document, given: object) -> Worth:
    if not isinstance(given, str) or not given.strip():
        return Worth(NOTHING)
    strict = {"case": key["case"], "accents": key["accents"]}
    return _best(
        [a for a in key["answers"] if any(same_words(t, given, **strict) for t in a["texts"])]
    )


def _number(key: Document, given: object) -> Worth:
    value = number_said(given, ()) if isinstance(given, str) else None
    if value is None:
        return Worth(NOTHING)
    around = ((one, _accepted(one)) for one in key["answers"])
    return _best([one for one, accepted in around if accepted.accepts(value)])


def _accepted(answer: Document) -> NumberAnswer:
    return NumberAnswer(value=Decimal(answer["value"]), tolerance=Decimal(answer["tolerance"]))


def _best(fitting: Sequence[Document]) -> Worth:
    if not fitting:
        return Worth(NOTHING)
    best = max(fitting, key=lambda one: _percent(one["percent"]))
    return Worth(_within(_percent(best["percent"])), best.get("why"))


def _matching(key: Document, given: object) -> Worth:
    """Each line counts the same."""
    if not isinstance(given, dict):
        return Worth(NOTHING)
    right = [given.get(item) == match for item, match in key["pairs"].items()]
    return Worth(Fraction(sum(right), len(right)))


def _ordering(key: Document, given: object) -> Worth:
    """Each item that stands in its place counts the same."""
    order = key["order"]
    if not isinstance(given, list) or sorted(map(str, given)) != sorted(order):
        return Worth(NOTHING)
    right = [one == expected for one, expected in zip(given, order, strict=True)]
    return Worth(Fraction(sum(right), len(right)))


def _gaps(key: Document, given: object) -> Worth:
    """Each gap counts the same."""
    gaps = key["gaps"]
    if not isinstance(given, list):
        return Worth(NOTHING)
    padded = [*given, *[""] * len(gaps)]
    shares = [gap_share(gap, one) for gap, one in zip(gaps, padded, strict=False)]
    return Worth(sum(shares, NOTHING) / len(gaps))


def gap_share(gap: Document, given: object) -> Fraction:
    """What was written in one gap deserves this."""
    kind = GapKind(gap["kind"])
    if kind is GapKind.CHOICE:
        return WHOLE if given == gap["right"] else NOTHING
    found = _short(gap, given) if kind is GapKind.SHORT else _number(gap, given)
    return found.share or NOTHING


def _open(key: Document, given: object) -> Worth:
    return Worth(None)


MARK: dict[QuestionKind, Callable[[Document, object], Worth]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.SEVERAL: _several,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SHORT: _short,
    QuestionKind.NUMBER: _number,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.OPEN: _open,
}
