"""A question of a check as the fields of its form: from its tables in both languages and its key.

Names are those within the question: `words_fr`, `choice2_text_en`, `right`. Whatever is repeated in
a kind, be it a choice, a pair, an item, a gap or a further answer, is a `choice` of the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.catalogue.rules.checks.kinds import GapKind, QuestionKind
from lms.catalogue.rules.drafting.front import Table, tables_in, text_of, texts_in
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.places import LANGUAGES
from lms.catalogue.rules.questions.texts import digits

Pairs = Iterator[tuple[str, str]]
Tables = Mapping[str, Table]
"""The question in each language."""
YES = "y"


def question_values(tables: Tables, key: Any) -> Values:
    """The fields that have something in them."""
    first = tables["fr"] or tables["en"]
    kind = kind_in(first)
    found: Values = {
        "id": text_of(first.get("id")),
        "kind": "" if kind is QuestionKind.SINGLE else kind.value,
        "revisit": text_of(first.get("revisit")),
        **_both(tables, "words", "text"),
        **_both(tables, "general", "general"),
        **dict(READ[kind](tables, key)),
    }
    return {name: value for name, value in found.items() if value}


def kind_in(table: Table) -> QuestionKind:
    """The kind that a table says, one choice where it says none that there is."""
    return kind_named(text_of(table.get("kind")))


def kind_named(code: str) -> QuestionKind:
    """The kind of this code, one choice where there is none."""
    return QuestionKind(code) if code in list(QuestionKind) else QuestionKind.SINGLE


def gap_named(code: str) -> GapKind:
    """How a gap is filled, a word where nothing says it."""
    return GapKind(code) if code in list(GapKind) else GapKind.SHORT


def _both(tables: Tables, name: str, entry: str) -> Values:
    return {f"{name}_{loc}": text_of(table.get(entry)) for loc, table in tables.items()}


def _parts(tables: Tables, name: str) -> Iterator[tuple[str, Tables]]:
    """Each repeated part with the name of its fields, in both languages."""
    several = {loc: tables_in(table.get(name)) for loc, table in tables.items()}
    for place in range(max(map(len, several.values()))):
        yield (
            f"choice{place + 1}",
            {loc: (parts[place:] or [{}])[0] for loc, parts in several.items()},
        )


def id_of(parts: Tables) -> str:
    """The id of a part, from the language that has it."""
    return text_of(parts["fr"].get("id")) or text_of(parts["en"].get("id"))


def _choosing(tables: Tables, key: Any) -> Pairs:
    weights = key if isinstance(key, dict) else {}
    for at, parts in _parts(tables, "choice"):
        own = id_of(parts)
        yield f"{at}_id", own
        yield from _both(parts, f"{at}_text", "text").items()
        yield from _both(parts, f"{at}_answer", "why").items()
        yield f"{at}_percent", amount(weights.get(own))


def _single(tables: Tables, key: Any) -> Pairs:
    """The right choice is the first that is worth everything; it shows no share."""
    fields = dict(_choosing(tables, key))
    places = [name for name in fields if name.endswith("_id")]
    right = next((n for n in places if _is_right(fields, n, key)), "")
    if right:
        fields["right"] = right.removeprefix("choice").removesuffix("_id")
        del fields[right.replace("_id", "_percent")]
    yield from fields.items()


def _is_right(fields: Values, name: str, key: Any) -> bool:
    if isinstance(key, dict):
        return fields[name.replace("_id", "_percent")] == "100"
    return bool(fields[name]) and fields[name] == key


def _several(tables: Tables, key: Any) -> Pairs:
    fields = dict(_choosing(tables, key))
    right = texts_in(key)
    yield from fields.items()
    for name, value in fields.items():
        if name.endswith("_id"):
            share = fields[name.replace("_id", "_percent")]
            is_right = value in right or (bool(share) and not share.startswith("-"))
            yield name.replace("_id", "_right"), YES if is_right and share != "0" else ""


def _true_false(tables: Tables, key: Any) -> Pairs:
    yield from _both(tables, "if_true", "if_true").items()
    yield from _both(tables, "if_false", "if_false").items()
    yield "right", {True: "true", False: "false"}.get(key, "") if isinstance(key, bool) else ""


def _short(_tables: Tables, key: Any) -> Pairs:
    table = key if isinstance(key, dict) else {}
    yield from _accepted("", table)
    for place, partly in enumerate(tables_in(table.get("partly")), 1):
        at = f"choice{place}_"
        yield from _lines(at, partly)
        yield from _worth(at, partly)


def _accepted(begins: str, table: Table) -> Pairs:
    yield from _lines(begins, table)
    for name in ("case", "accents"):
        yield f"{begins}{name}", YES if table.get(name) is True else ""


def _lines(begins: str, table: Table) -> Pairs:
    for locale in LANGUAGES:
        yield f"{begins}accepted_{locale}", "\n".join(texts_in(table.get(locale)))


def _worth(begins: str, table: Table) -> Pairs:
    yield f"{begins}percent", amount(table.get("percent"))
    why = table.get("why")
    for locale in LANGUAGES:
        said = why.get(locale) if isinstance(why, Mapping) else ""
        yield f"{begins}answer_{locale}", text_of(said)


def _number(tables: Tables, key: Any) -> Pairs:
    table = key if isinstance(key, dict) else {}
    yield from _both(tables, "unit", "unit").items()
    yield from _around("", table)
    for place, partly in enumerate(tables_in(table.get("partly")), 1):
        at = f"choice{place}_"
        yield from _around(at, partly)
        yield from _worth(at, partly)


def _around(begins: str, table: Table) -> Pairs:
    for name in ("value", "tolerance"):
        yield f"{begins}{name}", amount(table.get(name))


def _matching(tables: Tables, key: Any) -> Pairs:
    """A line for each item and what goes with it, then what is only there to be confused with."""
    pairs = key if isinstance(key, dict) else {}
    matches = {id_of(p): p for _at, p in _parts(tables, "match")}
    items = list(_parts(tables, "item"))
    left = dict(matches)
    for at, parts in items:
        own = id_of(parts)
        yield f"{at}_id", own
        yield from _both(parts, f"{at}_text", "text").items()
        match = pairs.get(own)
        if match in matches:
            yield from _match(at, str(match), matches)
            left.pop(str(match), None)
    for further, match in enumerate(left, len(items) + 1):
        yield from _match(f"choice{further}", match, matches)


def _match(at: str, own: str, matches: Mapping[str, Tables]) -> Pairs:
    yield f"{at}_match_id", own
    yield from _both(matches[own], f"{at}_match", "text").items()


def _ordering(tables: Tables, key: Any) -> Pairs:
    """The items in their right order."""
    items = {id_of(p): p for _at, p in _parts(tables, "item")}
    right = [own for own in texts_in(key) if own in items]
    for place, own in enumerate(dict.fromkeys([*right, *items]), 1):
        yield f"choice{place}_id", own
        yield from _both(items[own], f"choice{place}_text", "text").items()


def _gaps(tables: Tables, key: Any) -> Pairs:
    expected = key if isinstance(key, list) else []
    for place, (at, parts) in enumerate(_parts(tables, "gap")):
        kind = text_of((parts["fr"] or parts["en"]).get("kind")) or GapKind.SHORT.value
        given = expected[place] if place < len(expected) else None
        yield f"{at}_kind", kind
        if kind == GapKind.CHOICE:
            yield from _gap_choices(at, parts, given)
        elif isinstance(given, dict):
            yield from (_around if kind == GapKind.NUMBER else _accepted)(f"{at}_", given)


def _gap_choices(at: str, parts: Tables, right: Any) -> Pairs:
    """One line for each choice, the right one first."""
    for locale, table in parts.items():
        choices = tables_in(table.get("choice"))
        choices.sort(key=lambda one: one.get("id") != right)
        yield f"{at}_lines_{locale}", "\n".join(text_of(one.get("text")) for one in choices)


def _open(_tables: Tables, key: Any) -> Pairs:
    guide = key.get("guide") if isinstance(key, dict) else None
    for locale in LANGUAGES:
        yield f"guide_{locale}", text_of(guide.get(locale)) if isinstance(guide, dict) else ""


def amount(value: Any) -> str:
    """A number of a file in digits; nothing where none stands."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return digits(Decimal(str(value)))
    except InvalidOperation:
        return ""


READ: dict[QuestionKind, Callable[[Tables, Any], Pairs]] = {
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
