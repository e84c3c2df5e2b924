"""Reading `[activity.key]`: what each question expects, in one document that no page is given.

A plain choice is its id, as it always was. Other keys are documents with their `kind`; the words
of all languages are accepted alike, so that marking does not ask which language was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind, kind_of
from lms.catalogue.rules.places import LANGUAGES, Place

Key = str | dict[str, Any]
Question = dict[str, Any]
LONGEST_ACCEPTED = 200
STRICT = ("case", "accents")


def read_key(key: Place, question: Question) -> Key:
    """What one question expects, or an empty text with a fault."""
    name = question["id"]
    if not key.has(name):
        key.blame(f"the key of {name} is missing")
        return ""
    place = key.at(name)
    kind = kind_of(question)
    if kind is QuestionKind.SINGLE and not isinstance(place.value, dict):
        if place.value not in _ids(question, "choices"):
            place.blame(f"{name} has no such choice")
        return str(place.value)
    return {"kind": kind.value, **READ[kind](place, question)}


def _ids(question: Question, name: str) -> list[str]:
    return [one["id"] for one in question.get(name, ())]


def _weights(place: Place, question: Question) -> dict[str, Any]:
    """`{ a = 100, b = 50 }`: percents by choice."""
    table = _table(place)
    table.only(*_ids(question, "choices"))
    weights = {name: _percent(table, name, -100) for name in table.value}
    if not any(Decimal(weight) > 0 for weight in weights.values()):
        place.blame("no choice adds to the result")
    if kind_of(question) is QuestionKind.SINGLE and "100" not in weights.values():
        place.blame("no choice is worth 100")
    return {"weights": weights}


def _several(place: Place, question: Question) -> dict[str, Any]:
    if isinstance(place.value, dict):
        return _weights(place, question)
    right = _listed(place)
    for name in right:
        if name not in _ids(question, "choices"):
            place.blame(f"{question['id']} has no choice “{name}”")
    return {"right": right}


def _true_false(place: Place, question: Question) -> dict[str, Any]:
    if type(place.value) is not bool:
        place.blame("write true or false")
    return {"right": place.value is True}


def _short(place: Place, question: Question) -> dict[str, Any]:
    table = _table(place)
    table.only(*LANGUAGES, *STRICT, "partly")
    strict = {name: table.flag(name) if table.has(name) else False for name in STRICT}
    partly = table.tables("partly") if table.has("partly") else []
    for one in partly:
        one.only(*LANGUAGES, "percent", "why")
    others = [{"texts": _all_of(one, _by_language(one)), **_worth(one)} for one in partly]
    said = _by_language(table)
    best = {"texts": _all_of(table, said), "percent": "100"}
    first = {locale: texts[0] for locale, texts in said.items() if texts}
    return {**strict, "first": first, "answers": [best, *others]}


def _by_language(place: Place) -> dict[str, list[str]]:
    return {locale: place.texts(locale, 1, 40) for locale in LANGUAGES}


def _all_of(place: Place, said: dict[str, list[str]]) -> list[str]:
    """The accepted words of both languages."""
    found = [text for texts in said.values() for text in texts]
    if any(len(text) > LONGEST_ACCEPTED for text in found):
        place.blame(f"an accepted answer has more than {LONGEST_ACCEPTED} signs")
    return list(dict.fromkeys(found))


def _number(place: Place, question: Question) -> dict[str, Any]:
    table = _table(place)
    table.only("value", "tolerance", "partly")
    partly = table.tables("partly") if table.has("partly") else []
    for one in partly:
        one.only("value", "tolerance", "percent", "why")
    others = [{**_around(one), **_worth(one)} for one in partly]
    return {"answers": [{**_around(table), "percent": "100"}, *others]}


def _around(place: Place) -> dict[str, str]:
    tolerance = _digits(place, "tolerance") if place.has("tolerance") else "0"
    if Decimal(tolerance) < 0:
        place.at("tolerance").blame("a tolerance is not below 0")
    return {"value": _digits(place, "value"), "tolerance": tolerance}


def _worth(place: Place) -> dict[str, Any]:
    worth: dict[str, Any] = {"percent": _percent(place, "percent", 0)}
    return {**worth, "why": place.both("why")} if place.has("why") else worth


def _matching(place: Place, question: Question) -> dict[str, Any]:
    table, items = _table(place), _ids(question, "items")
    table.only(*items)
    for name in items:
        if table.value.get(name) not in _ids(question, "matches"):
            table.at(name).blame(f"say what goes with “{name}”")
    return {"pairs": {name: str(table.value.get(name)) for name in items}}


def _ordering(place: Place, question: Question) -> dict[str, Any]:
    order = _listed(place)
    if sorted(order) != sorted(_ids(question, "items")):
        place.blame("name each item once, in the right order")
    return {"order": order}


def _gaps(place: Place, question: Question) -> dict[str, Any]:
    gaps = question.get("gaps", [])
    if not isinstance(place.value, list) or len(place.value) != len(gaps):
        place.blame(f"write a list with what each of the {len(gaps)} gaps expects")
        return {"gaps": []}
    return {"gaps": [_gap(place.at(at), gap) for at, gap in enumerate(gaps)]}


def _gap(place: Place, gap: dict[str, Any]) -> dict[str, Any]:
    kind = GapKind(gap["kind"])
    if kind is GapKind.SHORT:
        return {"kind": kind.value, **_short(place, gap)}
    if kind is GapKind.NUMBER:
        return {"kind": kind.value, **_number(place, gap)}
    if place.value not in _ids(gap, "choices"):
        place.blame("this gap has no such choice")
    return {"kind": kind.value, "right": str(place.value)}


def _open(place: Place, question: Question) -> dict[str, Any]:
    """`{ guide = { fr = "…", en = "…" } }`: what the tutor looks for."""
    table = _table(place)
    table.only("guide")
    return {"guide": table.both("guide")}


def _table(place: Place) -> Place:
    if isinstance(place.value, dict):
        return place
    place.blame("write a table { … }")
    return Place({}, place.path, place.file, place.lines, place.faults)


def _listed(place: Place) -> list[str]:
    if not isinstance(place.value, list) or not place.value:
        place.blame("write a list of ids")
        return []
    return [str(one) for one in place.value]


def _percent(place: Place, name: str, least: int) -> str:
    written = _digits(place, name)
    if not least <= Decimal(written) <= 100:
        place.at(name).blame(f"a share is from {least} to 100 per cent")
    return written


def _digits(place: Place, name: str) -> str:
    value = place.value.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 10**12:
        place.at(name).blame(f"“{name}” must be a number")
        return "0"
    return format(Decimal(str(value)), "f")


READ: dict[QuestionKind, Callable[[Place, Question], dict[str, Any]]] = {
    QuestionKind.SINGLE: _weights,
    QuestionKind.SEVERAL: _several,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.SHORT: _short,
    QuestionKind.NUMBER: _number,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.OPEN: _open,
}
