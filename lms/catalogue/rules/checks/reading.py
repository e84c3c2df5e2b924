"""Reading a `[[question]]` in one language: what is shown and explained, never what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind, kind_of
from lms.catalogue.rules.places import Place

GAP = re.compile(r"\[\[(\d{1,2})\]\]")
MOST_CHOICES = 6
MOST_ITEMS = 12
MOST_GAPS = 10
COMMON = ("id", "kind", "text", "revisit", "general")


def read_question(place: Place) -> dict[str, Any]:
    """A question of any kind; one that only says its choices is as it was in earlier days."""
    kind = _kind(place)
    question: dict[str, Any] = {
        "id": place.slug("id"),
        "text": place.words("text"),
        "revisit": place.slug("revisit"),
    }
    if kind is not QuestionKind.SINGLE:
        question["kind"] = kind.value
    if kind in EXPLAINED_AS_A_WHOLE or place.has("general"):
        question["general"] = place.words("general")
    return {**question, **READ[kind](place)}


def read_choices(place: Place, most: int = MOST_CHOICES) -> list[dict[str, str]]:
    """The choices of a question, each with why it fits or does not."""
    places = place.tables("choice", 2, most)
    for choice in places:
        choice.only("id", "text", "why")
    choices = [
        {"id": one.slug("id"), "text": one.words("text"), "why": one.words("why")} for one in places
    ]
    refuse_twice(places, [choice["id"] for choice in choices])
    return choices


def refuse_twice(places: list[Place], ids: list[str]) -> None:
    """Note a fault where an id stands a second time."""
    for position, (place, name) in enumerate(zip(places, ids, strict=True)):
        if name in ids[:position]:
            place.blame(f"the id “{name}” is used twice")


def question_shape(question: dict[str, Any]) -> tuple[Any, ...]:
    """What must be the same in all languages: the kind, ids and their order."""
    shape = (question["id"], question["revisit"], _ids(question, "choices"))
    kind = kind_of(question)
    if kind is QuestionKind.SINGLE:
        return shape
    gaps = [(gap["kind"], _ids(gap, "choices")) for gap in question.get("gaps", ())]
    return (*shape, kind, _ids(question, "items"), _ids(question, "matches"), gaps)


def _ids(question: dict[str, Any], name: str) -> list[str]:
    return [one["id"] for one in question.get(name, ())]


def _kind(place: Place) -> QuestionKind:
    written = place.words("kind") if place.has("kind") else ""
    if not written or written in list(QuestionKind):
        return QuestionKind(written or "single")
    place.at("kind").blame(f"“{written}” is not one of {', '.join(QuestionKind)}")
    return QuestionKind.SINGLE


def _choosing(place: Place) -> dict[str, Any]:
    place.only(*COMMON, "choice")
    return {"choices": read_choices(place)}


def _true_false(place: Place) -> dict[str, Any]:
    place.only(*COMMON, "if_true", "if_false")
    return {"if_true": place.words("if_true"), "if_false": place.words("if_false")}


def _short(place: Place) -> dict[str, Any]:
    place.only(*COMMON)
    return {}


def _number(place: Place) -> dict[str, Any]:
    place.only(*COMMON, "unit")
    return {"unit": place.words("unit")} if place.has("unit") else {}


def _matching(place: Place) -> dict[str, Any]:
    place.only(*COMMON, "item", "match")
    return {"items": _texts(place, "item"), "matches": _texts(place, "match")}


def _ordering(place: Place) -> dict[str, Any]:
    place.only(*COMMON, "item")
    return {"items": _texts(place, "item")}


def _texts(place: Place, name: str, most: int = MOST_ITEMS) -> list[dict[str, str]]:
    places = place.tables(name, 2, most)
    for one in places:
        one.only("id", "text")
    found = [{"id": one.slug("id"), "text": one.words("text")} for one in places]
    refuse_twice(places, [one["id"] for one in found])
    return found


def _gaps(place: Place) -> dict[str, Any]:
    place.only(*COMMON, "gap")
    places = place.tables("gap", 1, MOST_GAPS)
    gaps = [_gap(gap) for gap in places]
    wanted = [str(number) for number in range(1, len(gaps) + 1)]
    if GAP.findall(place.words("text")) != wanted:
        place.at("text").blame(f"write [[1]] to [[{len(gaps)}]] in the text, each once, in order")
    return {"gaps": gaps}


def _gap(place: Place) -> dict[str, Any]:
    place.only("kind", "choice")
    written = place.words("kind") if place.has("kind") else GapKind.SHORT.value
    if written not in list(GapKind):
        place.at("kind").blame(f"“{written}” is not one of {', '.join(GapKind)}")
        written = GapKind.SHORT.value
    if written != GapKind.CHOICE:
        place.only("kind")
        return {"kind": written}
    return {"kind": written, "choices": _texts(place, "choice")}


READ: dict[QuestionKind, Callable[[Place], dict[str, Any]]] = {
    QuestionKind.SINGLE: _choosing,
    QuestionKind.SEVERAL: _choosing,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SHORT: _short,
    QuestionKind.NUMBER: _number,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.OPEN: _short,
}
EXPLAINED_AS_A_WHOLE = frozenset(READ) - {
    QuestionKind.SINGLE,
    QuestionKind.SEVERAL,
    QuestionKind.TRUE_FALSE,
}
"""Kinds without an explanation for each choice: they need a general one."""
