"""Answers and keys put into words, for whoever answered and for whoever reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.catalogue.rules.checks.keys import Key
from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind, kind_of
from lms.catalogue.rules.checks.reading import GAP
from lms.web.i18n import gettext as _
from lms.web.i18n import in_type, language

Question = Mapping[str, Any]
BLANK = "…"


def said_of(question: Question, given: Any) -> list[str]:
    """What was answered, as lines of words; none where nothing was."""
    if given is None or given in ("", [], {}):
        return []
    return SAID[kind_of(question)](question, given)


def expected_of(question: Question, key: Key) -> list[str]:
    """What was expected, as lines of words."""
    kind = kind_of(question)
    if isinstance(key, str):
        return said_of(question, key)
    return EXPECTED[kind](question, key)


def plain_text(question: Question) -> str:
    """The text of a question where gaps cannot be filled."""
    return in_type(GAP.sub(BLANK, question["text"]))


def _named(parts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {part["id"]: in_type(part["text"]) for part in parts}


def _choice(question: Question, given: Any) -> list[str]:
    return [words for name, words in _named(question["choices"]).items() if name == given]


def _choices(question: Question, given: Any) -> list[str]:
    return [words for name, words in _named(question["choices"]).items() if name in given]


def _truth(question: Question, given: Any) -> list[str]:
    return [_("True") if given else _("False")]


def _typed(question: Question, given: Any) -> list[str]:
    unit = question.get("unit")
    return [f"{given} {unit}" if unit else str(given)]


def _matched(question: Question, given: Any) -> list[str]:
    items, matches = _named(question["items"]), _named(question["matches"])
    return [
        _("%(line)s: %(match)s", line=words, match=matches.get(given.get(name, ""), BLANK))
        for name, words in items.items()
    ]


def _ordered(question: Question, given: Any) -> list[str]:
    items = _named(question["items"])
    return [f"{place}. {items.get(name, BLANK)}" for place, name in enumerate(given, 1)]


def _filled(question: Question, given: Any) -> list[str]:
    lines = []
    for number, (gap, text) in enumerate(zip(question["gaps"], given, strict=False), 1):
        words = _named(gap["choices"]).get(text, "") if gap["kind"] == GapKind.CHOICE else text
        lines.append(f"{number}. {words or BLANK}")
    return lines


def _open(question: Question, given: Any) -> list[str]:
    return []


SAID: dict[QuestionKind, Callable[[Question, Any], list[str]]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.SEVERAL: _choices,
    QuestionKind.TRUE_FALSE: _truth,
    QuestionKind.SHORT: _typed,
    QuestionKind.NUMBER: _typed,
    QuestionKind.MATCHING: _matched,
    QuestionKind.ORDERING: _ordered,
    QuestionKind.GAPS: _filled,
    QuestionKind.OPEN: _open,
}


def _best_choices(question: Question, key: Any) -> list[str]:
    if "weights" in key:
        least = Decimal(100) if kind_of(question) is QuestionKind.SINGLE else Decimal("0.001")
        names = [name for name, weight in key["weights"].items() if Decimal(weight) >= least]
        return _choices(question, names)
    return _choices(question, key["right"])


def _accepted(question: Question, key: Any) -> list[str]:
    """The first words that are accepted in the reader's language; `*` stands for anything."""
    words = key["first"].get(language()) or key["answers"][0]["texts"][0]
    shown = words.replace("\\*", "\0").replace("*", BLANK).replace("\0", "*")
    return _typed(question, shown)


def _around(question: Question, key: Any) -> list[str]:
    best = key["answers"][0]
    value = best["value"].replace(".", ",") if language() == "fr" else best["value"]
    if best["tolerance"] in {"0", "0.0"}:
        return _typed(question, value)
    room = best["tolerance"].replace(".", ",") if language() == "fr" else best["tolerance"]
    return [_("%(value)s, give or take %(room)s", value=_typed(question, value)[0], room=room)]


def _expected_gaps(question: Question, key: Any) -> list[str]:
    lines = []
    for number, (gap, expected) in enumerate(zip(question["gaps"], key["gaps"], strict=True), 1):
        if gap["kind"] == GapKind.CHOICE:
            words = _named(gap["choices"])[expected["right"]]
        else:
            say = _accepted if gap["kind"] == GapKind.SHORT else _around
            words = say({}, expected)[0]
        lines.append(f"{number}. {words}")
    return lines


EXPECTED: dict[QuestionKind, Callable[[Question, Any], list[str]]] = {
    QuestionKind.SINGLE: _best_choices,
    QuestionKind.SEVERAL: _best_choices,
    QuestionKind.TRUE_FALSE: lambda question, key: _truth(question, key["right"]),
    QuestionKind.SHORT: _accepted,
    QuestionKind.NUMBER: _around,
    QuestionKind.MATCHING: lambda question, key: _matched(question, key["pairs"]),
    QuestionKind.ORDERING: lambda question, key: _ordered(question, key["order"]),
    QuestionKind.GAPS: _expected_gaps,
    QuestionKind.OPEN: _open,
}
