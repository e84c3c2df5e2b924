"""The questions of a check as the fields of its page, and back into its files; draws and order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.rules.drafting.front import Compact, Table, tables_in, text_of, texts_in
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.question_fields import YES, question_values
from lms.catalogue.rules.drafting.question_files import Filled, number_in, written_question
from lms.catalogue.rules.places import LANGUAGES

IN_BLOCK = re.compile(r"block([1-9]\d?)_(\w+)")
NOT_WORDS = ("id", "kind", "revisit", "pool")
POOL, DRAW = "pool", "draw_"
DOMAIN = re.compile(r"[\w.-]{1,20}")


def check_values(entry: Table, fronts: Mapping[str, Table]) -> Values:
    """The fields of the questions, and how they are drawn."""
    several = {loc: tables_in(front.get("question")) for loc, front in fronts.items()}
    key = _key(entry)
    values: Values = {"shuffled": YES if entry.get("shuffled") is True else ""}
    domains: dict[str, str] = {}
    for pool in tables_in(entry.get(POOL)):
        values[f"{DRAW}{text_of(pool.get('domain'))}"] = str(pool.get("draw", ""))
        domains |= {name: text_of(pool.get("domain")) for name in texts_in(pool.get("questions"))}
    for place in range(max(map(len, several.values()))):
        tables = {loc: (found[place:] or [{}])[0] for loc, found in several.items()}
        own = text_of((tables["fr"] or tables["en"]).get("id"))
        said = question_values(tables, key.get(own))
        said[POOL] = domains.get(own, "")
        values |= {f"block{place + 1}_{name}": value for name, value in said.items()}
    return values


def _key(entry: Table) -> Table:
    key = entry.get("key")
    return key if isinstance(key, dict) else {}


@dataclass(frozen=True, slots=True)
class Check:
    """What a check writes: its questions by language, and its entries of module.toml."""

    questions: Mapping[str, list[Table]]
    entries: Table


def write_check(values: Values, entry: Table, fronts: Mapping[str, Table]) -> Check:
    """The questions in which something is written; what nobody touched stays as it is."""
    held = {loc: _by_id(tables_in(front.get("question"))) for loc, front in fronts.items()}
    key, filled = _key(entry), {}
    pools: dict[str, list[str]] = {}
    for own, said in _questions(values):
        before = {loc: held[loc].get(own, {}) for loc in LANGUAGES}
        pools.setdefault(said.pop(POOL, ""), []).append(own)
        filled[own] = written_question(own, said, before, key.get(own))
    questions = {loc: [one.tables[loc] for one in filled.values()] for loc in LANGUAGES}
    return Check(questions, _entries(values, entry, filled, pools))


def _by_id(tables: list[Table]) -> dict[str, Table]:
    return {text_of(table.get("id")): table for table in tables}


def _questions(values: Values) -> Iterator[tuple[str, Values]]:
    """Each question with its id: the one that it has, or the next that is free."""
    blocks: dict[int, Values] = {}
    for name, value in values.items():
        found = IN_BLOCK.fullmatch(name)
        if found:
            blocks.setdefault(int(found[1]), {})[found[2]] = value
    taken = {said.get("id", "") for said in blocks.values()}
    for _number, said in sorted(blocks.items()):
        if any(value.strip() for name, value in said.items() if _is_written(name)):
            own = said.get("id") or next(n for n in _names() if n not in taken)
            taken.add(own)
            yield own, said


def _names() -> Iterator[str]:
    return (f"q{number}" for number in range(1, 1_000))


def _is_written(name: str) -> bool:
    return name.endswith((*LANGUAGES, "value"))


def _entries(
    values: Values, entry: Table, filled: Mapping[str, Filled], pools: Mapping[str, list[str]]
) -> Table:
    key = Compact((own, one.key) for own, one in filled.items() if one.key is not None)
    shuffled = values.get("shuffled") == YES
    kept = False if entry.get("shuffled") is False else None
    return {
        "key": key,
        "shuffled": True if shuffled else kept,
        POOL: _pools(values, entry, {name: ids for name, ids in pools.items() if name}),
    }


def _pools(values: Values, entry: Table, wanted: Mapping[str, list[str]]) -> Any:
    """A draw for each domain that has questions; as it stands where it says the same."""
    made = [
        {"domain": domain, "draw": _drawn(values, domain, len(names)), "questions": names}
        for domain, names in wanted.items()
    ]
    before = tables_in(entry.get(POOL))
    return entry[POOL] if before and _same(before, made) else made or None


def _drawn(values: Values, domain: str, most: int) -> int:
    """All of them where nothing was said."""
    written = number_in(values.get(f"{DRAW}{domain}", ""))
    return written if isinstance(written, int) and written > 0 else most


def _same(before: list[Table], made: list[Table]) -> bool:
    def plain(pools: list[Table]) -> list[Any]:
        return sorted(
            (str(p.get("domain")), p.get("draw"), sorted(texts_in(p.get("questions"))))
            for p in pools
        )

    return plain(before) == plain(made)
