"""What first attempts say of a question: how much of it people had right, and what it separates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import correlation

FEWEST = 8
"""People that any figure must speak of."""
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class FirstAttempt:
    """What somebody's first attempt asked and what each answer deserved, from 0 to 1."""

    shares: Mapping[str, Fraction]
    kept: bool = True
    """False once the answers were deleted: it keeps its rank and says nothing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one question showed; `discrimination` is None where nothing varies."""

    people: int
    facility: Fraction
    discrimination: float | None


def figures(question: str, attempts: Sequence[FirstAttempt]) -> Figures | None:
    """The figures of a question, None while they would speak of fewer than eight people.

    Attempts come in the order in which they were handed in.
    """
    counted = _by_eights([one for one in attempts if question in one.shares])
    if not counted:
        return None
    shares = [one.shares[question] for one in counted]
    rests = [_rest(question, one.shares) for one in counted]
    return Figures(len(counted), facility(shares), discrimination(shares, rests))


def facility(shares: Sequence[Fraction]) -> Fraction:
    """The mean share of the possible credit, exactly."""
    return sum(shares, NONE) / len(shares)


def discrimination(shares: Sequence[Fraction], rests: Sequence[Fraction]) -> float | None:
    """Item-rest correlation: Pearson's, between a question and the rest of the same attempt.

    The question itself is left out of the rest, or it would correlate with itself. Moodle's quiz
    statistics define their discrimination index so (docs.moodle.org, "Quiz statistics
    calculations"); Henrysson, "Correction of item-total correlations in item analysis",
    Psychometrika 28 (1963), gives the reason.
    """
    if len(set(shares)) < 2 or len(set(rests)) < 2:
        return None
    found = correlation([float(one) for one in shares], [float(one) for one in rests])
    return min(1.0, max(-1.0, found))


def _rest(question: str, shares: Mapping[str, Fraction]) -> Fraction:
    """The mean of the other questions, as draws may ask different ones."""
    others = [share for name, share in shares.items() if name != question]
    return sum(others, NONE) / len(others) if others else NONE


def _by_eights(attempts: Sequence[FirstAttempt]) -> list[FirstAttempt]:
    """Whole groups of eight in order, so that two days' figures never differ by one person.

    A group in which answers were deleted no longer counts, for the same reason.
    """
    groups = [attempts[at : at + FEWEST] for at in range(0, len(attempts), FEWEST)]
    whole = [each for each in groups if len(each) == FEWEST and all(one.kept for one in each)]
    return [one for group in whole for one in group]
