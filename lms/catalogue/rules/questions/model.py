"""Questions as data: nine kinds, and the passage that stands between them.

Weights are percents, from -100 to 100. A name, a category and a tag stand on one line; no text has
spaces at its ends; lines end with a line feed alone. The readers of formats keep to this.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

ALL = Decimal(100)
NONE = Decimal(0)
DIGITS = 120
"""Enough to halve and add any number that a file may hold without rounding it."""


class TextFormat(StrEnum):
    """How a text is written; `moodle` is plain text whose lines and links Moodle makes visible."""

    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in its format; an empty one has no format of its own."""

    text: str = ""
    format: TextFormat = TextFormat.MOODLE

    def __post_init__(self) -> None:
        if not self.text:
            object.__setattr__(self, "format", TextFormat.MOODLE)

    def __bool__(self) -> bool:
        return bool(self.text)


def plain(text: str) -> Words:
    """Words that are shown as they are written."""
    return Words(text, TextFormat.PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What can be chosen; or what is accepted as a short answer, plain, `*` for anything."""

    words: Words
    percent: Decimal = NONE
    feedback: Words = Words()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAnswer:
    """Numbers from `value - tolerance` to `value + tolerance`; any number where `value` is None."""

    value: Decimal | None
    tolerance: Decimal = NONE
    percent: Decimal = ALL
    feedback: Words = Words()

    def accepts(self, number: Decimal) -> bool:
        if self.value is None:
            return True
        with localcontext() as context:
            context.prec = DIGITS
            return abs(number - self.value) <= self.tolerance


def between(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The value and the tolerance of a range, exactly."""
    with localcontext() as context:
        context.prec = DIGITS
        return (low + high) / 2, abs(high - low) / 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that may follow the number; `per_base` of it make one of the unit of the answers."""

    name: str
    per_base: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What is asked and what goes with it; without `item` it is only there to be confused with."""

    item: Words
    match: str


class GapKind(StrEnum):
    """How a gap is filled."""

    CHOICE = "choice"
    SEVERAL = "several"
    SHORT = "short"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One gap: `numbers` when a number is asked for, else `choices`."""

    kind: GapKind
    choices: tuple[Choice, ...] = ()
    numbers: tuple[NumberAnswer, ...] = ()
    weight: int = 1
    case_matters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What is said about an answer as a whole."""

    right: Words = Words()
    partly: Words = Words()
    wrong: Words = Words()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What every kind has. `general` is the feedback that everybody gets."""

    name: str
    text: Words
    general: Words = Words()
    outcomes: Outcomes = Outcomes()
    category: str = ""
    tags: tuple[str, ...] = ()
    code: str = ""
    points: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(Question):
    choices: tuple[Choice, ...]
    shuffled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralChoices(Question):
    choices: tuple[Choice, ...]
    shuffled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """Feedback is for whoever answers true, and for whoever answers false."""

    right: bool
    if_true: Words = Words()
    if_false: Words = Words()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer(Question):
    answers: tuple[Choice, ...]
    case_matters: bool = False
    accents_matter: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Question):
    answers: tuple[NumberAnswer, ...]
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Question):
    pairs: tuple[Pair, ...]
    shuffled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """Items in their right order."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(Question):
    """A text where `[[1]]`, `[[2]]`… stand for the gaps, each once and in order."""

    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenText(Question):
    """Read by a tutor: `guide` is for the tutor, `template` is what the writer begins with."""

    guide: Words = Words()
    template: Words = Words()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Question):
    """Something to read before what follows; nothing is asked."""
