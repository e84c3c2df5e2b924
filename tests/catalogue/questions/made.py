"""Generated questions: what each format can hold, and how often a property is tried."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some

from lms.catalogue.rules.questions.model import (
    Choice,
    Gap,
    GapKind,
    Gaps,
    Matching,
    Number,
    NumberAnswer,
    OpenText,
    Ordering,
    Outcomes,
    Pair,
    Passage,
    Question,
    SeveralChoices,
    ShortAnswer,
    SingleChoice,
    TextFormat,
    TrueFalse,
    Unit,
    Words,
    plain,
)
from lms.catalogue.rules.questions.report import Reading, Unreadable
from lms.catalogue.rules.questions.texts import SPACES

FULL = os.environ.get("SILLAGE_FULL") == "1"
WHOLE = 100_000
LIKELY = "aéÉœ zZ09 ~=#{}:\\/%[]*<>&;.,->\"'«»$_|\u00a0\u2019"


def tries(few: int, many: int = WHOLE) -> settings:
    """So many examples: few by default, the whole number with SILLAGE_FULL=1."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    number = many if FULL else few
    return settings(max_examples=number, deadline=None, suppress_health_check=slow)


def line_refused(read: Callable[[bytes], Reading], content: bytes) -> int:
    """The line of the refusal, 0 when the file was read; any other error fails the test."""
    try:
        read(content)
    except Unreadable as refused:
        return refused.note.line
    return 0


def trimmed(text: str) -> str:
    return text.strip(SPACES)


SIGNS = some.one_of(
    some.sampled_from(LIKELY),
    some.characters(
        exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\u2028\u2029\x85"
    ),
)
LINES = some.text(SIGNS, max_size=12).map(trimmed)
LINE = LINES.filter(bool)
NAMES = some.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
TEXTS = some.lists(LINES, max_size=3).map("\n".join).map(trimmed)
FORMATS = some.sampled_from(list(TextFormat))
WORDS = some.builds(Words, TEXTS, FORMATS)
SOME_WORDS = some.builds(Words, TEXTS.filter(bool), FORMATS)
PERCENTS = some.one_of(
    some.sampled_from([Decimal(n) for n in ("0", "50", "-50", "33.33333", "100", "-100")]),
    some.decimals(-100, 100, places=5),
)
NUMBERS = some.one_of(some.integers(-9999, 9999).map(Decimal), some.decimals(-1000, 1000, places=4))
TAGS = some.text(some.sampled_from("aé z]-["), min_size=1, max_size=8).map(trimmed).filter(bool)
CODES = some.one_of(some.just(""), TAGS)

COMMON: dict[str, Any] = {
    "name": NAMES.filter(bool),
    "text": SOME_WORDS,
    "general": WORDS,
    "tags": some.lists(TAGS, max_size=2).map(tuple),
    "code": CODES,
}
CHOICES = some.builds(Choice, words=SOME_WORDS, percent=PERCENTS, feedback=WORDS)
RIGHT = some.builds(Choice, words=SOME_WORDS, percent=some.just(Decimal(100)), feedback=WORDS)
ACCEPTED = some.builds(Choice, words=LINE.map(plain), percent=PERCENTS, feedback=WORDS)
EXACT = some.builds(Choice, words=LINE.map(plain), percent=some.just(Decimal(100)), feedback=WORDS)
COUNTED = some.builds(
    NumberAnswer, value=NUMBERS, tolerance=NUMBERS.map(abs), percent=PERCENTS, feedback=WORDS
)
COUNTS = some.builds(
    NumberAnswer, value=NUMBERS, tolerance=NUMBERS.map(abs), percent=some.just(Decimal(100))
)
PAIRS = some.builds(Pair, SOME_WORDS, LINE)


def around(right: Any, others: Any, least: int = 0) -> Any:
    """A tuple of answers in any order, one of them right."""

    def mixed(parts: tuple[Any, list[Any], int]) -> tuple[Any, ...]:
        one, rest, place = parts
        at = place % (len(rest) + 1)
        return (*rest[:at], one, *rest[at:])

    rest = some.lists(others, min_size=least, max_size=3)
    return some.tuples(right, rest, some.integers(0, 3)).map(mixed)


SINGLES = some.builds(SingleChoice, choices=around(RIGHT, CHOICES, 1), **COMMON)
SEVERALS = some.builds(SeveralChoices, choices=around(RIGHT, CHOICES, 1), **COMMON)
TRUE_FALSE = some.builds(TrueFalse, right=some.booleans(), if_true=WORDS, if_false=WORDS, **COMMON)
SHORTS = some.builds(ShortAnswer, answers=around(EXACT, ACCEPTED), **COMMON)
COUNTING = some.builds(Number, answers=around(COUNTS, COUNTED), **COMMON)
MATCHINGS = some.builds(
    Matching, pairs=some.lists(PAIRS, min_size=2, max_size=4).map(tuple), **COMMON
)
ORDERINGS = some.builds(
    Ordering, items=some.lists(SOME_WORDS, min_size=2, max_size=4).map(tuple), **COMMON
)
OPEN = some.builds(OpenText, **COMMON)
PASSAGES = some.builds(Passage, **COMMON)

GAP = some.one_of(
    some.builds(Gap, kind=some.just(GapKind.CHOICE), choices=around(RIGHT, CHOICES, 1)),
    some.builds(Gap, kind=some.just(GapKind.SEVERAL), choices=around(RIGHT, CHOICES, 1)),
    some.builds(
        Gap,
        kind=some.just(GapKind.SHORT),
        choices=around(EXACT, ACCEPTED),
        case_matters=some.booleans(),
        weight=some.integers(0, 5),
    ),
    some.builds(
        Gap,
        kind=some.just(GapKind.NUMBER),
        numbers=around(COUNTS, COUNTED),
        weight=some.integers(0, 5),
    ),
)


def with_gaps(gaps: list[Gap], between: list[str], form: TextFormat) -> dict[str, Any]:
    pieces = [f"{words} [[{number}]]" for number, words in enumerate(between[: len(gaps)], 1)]
    return {"text": Words(trimmed(" ".join(pieces)), form), "gaps": tuple(gaps)}


GAPPED = some.builds(
    lambda parts, **common: Gaps(**{**common, **parts}),
    parts=some.builds(
        with_gaps,
        some.lists(GAP, min_size=1, max_size=3),
        some.lists(some.text(some.sampled_from("aé b.<>&"), max_size=8), min_size=3, max_size=3),
        FORMATS,
    ),
    **COMMON,
)
ANY: some.SearchStrategy[Question] = some.one_of(
    SINGLES,
    SEVERALS,
    TRUE_FALSE,
    SHORTS,
    COUNTING,
    MATCHINGS,
    ORDERINGS,
    GAPPED,
    OPEN,
    PASSAGES,
)
OUTCOMES = some.builds(Outcomes, right=WORDS, partly=WORDS, wrong=WORDS)
UNITS = some.lists(
    some.builds(Unit, NAMES.filter(bool), some.integers(1, 1000).map(Decimal)), max_size=2
).map(tuple)
