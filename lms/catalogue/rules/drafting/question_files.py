"""The fields of a question back into its tables and its key, in the format of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind
from lms.catalogue.rules.drafting.front import Table, tables_in, text_of
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.question_fields import (
    YES,
    Tables,
    gap_named,
    kind_named,
    question_values,
)
from lms.catalogue.rules.places import LANGUAGES
from lms.kernel.folding import fold

LETTERS = "abcdefghijkl"
LARGEST = 10**12
PARTS = ("choice", "item", "match", "gap", "general", "unit", "if_true", "if_false", "kind")
Named = dict[str, dict[str, str]]
"""Words in both languages, by id."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A question as it is written: a table for each language, and its key (None: not said)."""

    tables: Tables
    key: Any


def written_question(own: str, values: Values, before: Tables, key: Any) -> Filled:
    """The question with these fields; what nobody touched stays as it is."""
    said = {name: value.strip() for name, value in values.items() if value.strip()}
    said["id"] = own
    if any(before.values()) and said == question_values(before, key):
        return Filled(before, key)
    kind = kind_named(values.get("kind", ""))
    parts, expected = WRITE[kind](values, before, key)
    tables = {loc: _table(own, kind, values, loc, before[loc]) | parts[loc] for loc in LANGUAGES}
    return Filled(tables, expected)


def _table(own: str, kind: QuestionKind, values: Values, locale: str, before: Table) -> Table:
    """What every kind has; entries that no field shows stay."""
    table: Table = {name: value for name, value in before.items() if name not in PARTS}
    table["id"] = own
    if kind is not QuestionKind.SINGLE:
        table["kind"] = kind.value
    table["text"] = _clean(values, f"words_{locale}")
    table["revisit"] = values.get("revisit", "")
    general = _clean(values, f"general_{locale}")
    return {**table, "general": general} if general else table


Made = tuple[dict[str, Table], Any]


def _each(make: Callable[[str], Table]) -> dict[str, Table]:
    return {locale: make(locale) for locale in LANGUAGES}


def used(values: Values) -> list[str]:
    """The names of the parts in which something is written."""
    places = sorted(
        {int(n[6:].split("_")[0]) for n, v in values.items() if _is_part(n) and v.strip()}
    )
    return [f"choice{place}" for place in places]


def _is_part(name: str) -> bool:
    """Whether people write in it: it is neither an id nor what is chosen of something."""
    written = name.endswith((*LANGUAGES, "_value"))
    return name.startswith("choice") and name[6:7].isdecimal() and written


def _choices(values: Values) -> tuple[dict[str, str], dict[str, Table]]:
    """The id of each choice by the name of its fields, and the tables."""
    ids = _ids(values, used(values))

    def table(locale: str) -> Table:
        return {
            "choice": [
                {
                    "id": own,
                    "text": _line(values, f"{at}_text_{locale}"),
                    "why": _clean(values, f"{at}_answer_{locale}"),
                }
                for at, own in ids.items()
            ]
        }

    return ids, _each(table)


def _ids(values: Values, names: Iterable[str]) -> dict[str, str]:
    """The ids of these parts; a new one gets the next free letter."""
    listed = list(names)
    taken = {values.get(f"{at}_id", "") for at in listed}
    found = {}
    for at in listed:
        found[at] = values.get(f"{at}_id", "") or free(taken)
        taken.add(found[at])
    return found


def free(taken: Iterable[str]) -> str:
    """The first letter that is no id yet."""
    held = set(taken)
    names = [*LETTERS, *(f"{letter}{n}" for n in range(2, 99) for letter in LETTERS)]
    found: str = next(name for name in names if name not in held)
    return found


def _single(values: Values, _before: Tables, _key: Any) -> Made:
    ids, tables = _choices(values)
    right = ids.get(f"choice{values.get('right', '')}")
    weights = _weights(values, {at: own for at, own in ids.items() if own != right})
    if not weights:
        return tables, right
    return tables, {**({right: 100} if right else {}), **weights}


def _several(values: Values, _before: Tables, _key: Any) -> Made:
    """Without any share the right choices count the same; a right one without a share is whole."""
    ids, tables = _choices(values)
    right = [own for at, own in ids.items() if values.get(f"{at}_right") == YES]
    weights = _weights(values, ids)
    if not weights:
        return tables, right or None
    whole = {own: 100 for own in right if own not in weights}
    return tables, {
        own: {**whole, **weights}[own] for own in ids.values() if own in {*whole, *weights}
    }


def _weights(values: Values, ids: Mapping[str, str]) -> dict[str, int | float]:
    shares = {own: number_in(values.get(f"{at}_percent", "")) for at, own in ids.items()}
    return {own: share for own, share in shares.items() if share is not None}


def _true_false(values: Values, _before: Tables, _key: Any) -> Made:
    names = ("if_true", "if_false")
    tables = _each(lambda loc: {name: _clean(values, f"{name}_{loc}") for name in names})
    return tables, {"true": True, "false": False}.get(values.get("right", ""))


def _short(values: Values, _before: Tables, _key: Any) -> Made:
    partly = [{**_lines(values, f"{at}_"), **_worth(values, f"{at}_")} for at in used(values)]
    key = _accepted(values, "")
    said = any(key[locale] for locale in LANGUAGES)
    return _each(lambda _loc: {}), {
        **key,
        **({"partly": partly} if partly else {}),
    } if said else None


def _accepted(values: Values, begins: str) -> Table:
    strict = {n: True for n in ("case", "accents") if values.get(f"{begins}{n}") == YES}
    return {**_lines(values, begins), **strict}


def _lines(values: Values, begins: str) -> Table:
    return {loc: lines_in(values.get(f"{begins}accepted_{loc}", "")) for loc in LANGUAGES}


def lines_in(text: str) -> list[str]:
    """Each line that says something, once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def _worth(values: Values, begins: str) -> Table:
    why = {loc: _clean(values, f"{begins}answer_{loc}") for loc in LANGUAGES}
    share = number_in(values.get(f"{begins}percent", ""))
    return {
        "percent": 50 if share is None else share,
        **({"why": why} if any(why.values()) else {}),
    }


def _number(values: Values, _before: Tables, _key: Any) -> Made:
    units = _each(lambda loc: {"unit": _line(values, f"unit_{loc}")})
    tables = units if any(unit["unit"] for unit in units.values()) else _each(lambda _loc: {})
    key = _around(values, "")
    partly = [{**_around(values, f"{at}_"), **_worth(values, f"{at}_")} for at in used(values)]
    if "value" not in key:
        return tables, None
    return tables, {**key, **({"partly": partly} if partly else {})}


def _around(values: Values, begins: str) -> Table:
    found = {n: number_in(values.get(f"{begins}{n}", "")) for n in ("value", "tolerance")}
    return {name: value for name, value in found.items() if value is not None}


def _matching(values: Values, before: Tables, _key: Any) -> Made:
    names = used(values)
    items = [at for at in names if any(_line(values, f"{at}_text_{loc}") for loc in LANGUAGES)]
    ids = _ids(values, items)
    said = {own: _texts(values, at, "text") for at, own in ids.items()}
    of_pair, matches = _matches(values, names, before)
    tables = _each(lambda loc: {"item": _named(said, loc), "match": _named(matches, loc)})
    return tables, {own: of_pair[at] for at, own in ids.items() if at in of_pair} or None


def _matches(values: Values, names: list[str], before: Tables) -> tuple[dict[str, str], Named]:
    """Which match each pair has, and every match: the same words are the same match."""
    by_words: dict[tuple[str, ...], str] = {}
    texts = {at: tuple(_texts(values, at, "match").values()) for at in names}
    shown = {at: words for at, words in texts.items() if any(words)}
    for at, words in shown.items():
        own = values.get(f"{at}_match_id", "")
        if own and words not in by_words and own not in by_words.values():
            by_words[words] = own
    # By their words, so that ids and order say nothing of what goes together.
    for words in sorted(set(shown.values()) - set(by_words), key=lambda one: fold(" ".join(one))):
        by_words[words] = free(by_words.values())
    found = {own: dict(zip(LANGUAGES, words, strict=True)) for words, own in by_words.items()}
    return {at: by_words[words] for at, words in shown.items()}, _settled(found, before, "match")


def _settled(named: Named, before: Tables, name: str) -> Named:
    """In the order of the file, then the others by their words: never in the order of the key."""
    there = [text_of(one.get("id")) for one in tables_in(before["fr"].get(name))]
    new = sorted(set(named) - set(there), key=lambda own: fold(" ".join(named[own].values())))
    return {own: named[own] for own in [*dict.fromkeys(there), *new] if own in named}


def _named(texts: Named, locale: str) -> list[Table]:
    return [{"id": own, "text": words[locale]} for own, words in texts.items()]


def _texts(values: Values, at: str, name: str) -> dict[str, str]:
    return {loc: _line(values, f"{at}_{name}_{loc}") for loc in LANGUAGES}


def _ordering(values: Values, before: Tables, _key: Any) -> Made:
    names = used(values)
    texts = {at: _texts(values, at, "text") for at in names}
    by_words = sorted(names, key=lambda at: fold(" ".join(texts[at].values())))
    ids = _ids(values, by_words)
    items = _settled({ids[at]: texts[at] for at in names}, before, "item")
    return _each(lambda loc: {"item": _named(items, loc)}), [ids[at] for at in names] or None


def _gaps(values: Values, before: Tables, key: Any) -> Made:
    held = key if isinstance(key, list) else []
    shown = question_values(before, key) if before["fr"] else {}
    there = {loc: tables_in(before[loc].get("gap")) for loc in LANGUAGES}
    made: list[tuple[dict[str, Table], Any]] = []
    for place, at in enumerate(_gap_names(values)):
        if place < len(held) and _beginning(values, at) == _beginning(shown, at):
            made.append(({loc: (there[loc][place:] or [{}])[0] for loc in LANGUAGES}, held[place]))
        else:
            made.append(_gap(values, at, held[place] if place < len(held) else None))
    tables = _each(lambda loc: {"gap": [gap[loc] for gap, _expected in made]})
    return tables, [expected for _gap_table, expected in made] or None


def _beginning(values: Values, at: str) -> Values:
    """What is said of one part."""
    return {n: v.strip() for n, v in values.items() if n.startswith(f"{at}_") and v.strip()}


def _gap_names(values: Values) -> list[str]:
    """Every gap counts, an empty one too, up to the last that says something."""
    names = used(values)
    last = int(names[-1].removeprefix("choice")) if names else 0
    return [f"choice{place}" for place in range(1, last + 1)]


def _gap(values: Values, at: str, before: Any) -> tuple[dict[str, Table], Any]:
    kind = gap_named(values.get(f"{at}_kind", ""))
    table = _each(lambda _loc: {} if kind is GapKind.SHORT else {"kind": kind.value})
    partly = {"partly": before["partly"]} if isinstance(before, dict) and "partly" in before else {}
    if kind is GapKind.SHORT:
        return table, {**_accepted(values, f"{at}_"), **partly}
    if kind is GapKind.NUMBER:
        return table, {**_around(values, f"{at}_"), **partly}
    choices, right = _gap_choices(values, at)
    return _each(lambda loc: {**table[loc], "choice": _named(choices, loc)}), right


def _gap_choices(values: Values, at: str) -> tuple[Named, str]:
    """The first line is right; the choices stand by their words, which says nothing of it."""
    lines = {loc: lines_in(values.get(f"{at}_lines_{loc}", "")) for loc in LANGUAGES}
    most = max(len(each) for each in lines.values())
    texts = [
        {loc: dict(enumerate(each)).get(n, "") for loc, each in lines.items()} for n in range(most)
    ]
    by_words = sorted(range(most), key=lambda n: fold(" ".join(texts[n].values())))
    ids: dict[int, str] = {}
    for place in by_words:
        ids[place] = free(ids.values())
    return {ids[place]: texts[place] for place in by_words}, ids.get(0, "")


def _open(values: Values, _before: Tables, _key: Any) -> Made:
    guide = {loc: _clean(values, f"guide_{loc}") for loc in LANGUAGES}
    return _each(lambda _loc: {}), {"guide": guide} if any(guide.values()) else None


WRITE: dict[QuestionKind, Callable[[Values, Tables, Any], Made]] = {
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


def number_in(text: str) -> int | float | None:
    """The number that somebody wrote, with a point or a comma."""
    try:
        value = Decimal(text.strip().replace(",", ".").replace("\u2212", "-"))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) > LARGEST:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _line(values: Mapping[str, str], name: str) -> str:
    return " ".join(values.get(name, "").split())


def _clean(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "").replace("\r\n", "\n").strip()
