"""An activity as the fields of its page, in both languages, and back into its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.drafting.checks import check_values, write_check
from lms.catalogue.rules.drafting.front import (
    Table,
    parts_of,
    tables_in,
    text_of,
    texts_in,
    with_parts,
    words_in,
)
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.places import LANGUAGES

MOST_PROMPTS = 3
LETTERS = "abcdef"
IN_BLOCK = re.compile(r"block([1-9]\d?)_(?:choice(1[0-2]|[1-9])_)?")
WORDS_A_MINUTE, FEWEST, MOST = 100, 80, 120
LONGEST_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Shape:
    """How many blocks a page shows: for each turn or question, its number of choices."""

    prompts: int = 0
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is repeated in a kind of activity, as the files and the fields name it."""

    table: str
    words: str
    answer: str


BLOCKS: Mapping[ActivityKind, Block] = {
    ActivityKind.SITUATION: Block(table="turn", words="prompt", answer="feedback"),
}


def step_values(kind: ActivityKind, entry: Table, texts: Mapping[str, str]) -> Values:
    """The fields of an activity: `entry` of module.toml, `texts` of its files by language."""
    values: Values = {
        "exercise_minutes": _number(entry.get("exercise_minutes")),
        "domains": " ".join(texts_in(entry.get("domains"))),
        **{f"sensitive_{loc}": words_in(entry.get("sensitive"), loc) for loc in LANGUAGES},
    }
    for locale in LANGUAGES:
        front, markdown = parts_of(texts.get(locale, ""))
        values |= {
            f"title_{locale}": text_of(front.get("title")),
            f"summary_{locale}": text_of(front.get("summary")),
            f"text_{locale}": markdown,
        }
        if kind is ActivityKind.REFLECTION:
            prompts = enumerate(texts_in(front.get("prompts")), 1)
            values |= {f"prompt{number}_{locale}": words for number, words in prompts}
        if kind is ActivityKind.SITUATION:
            values[f"closing_{locale}"] = text_of(front.get("closing"))
        if kind in BLOCKS:
            values |= dict(_block_values(BLOCKS[kind], front, locale))
    if kind is ActivityKind.CHECK:
        values |= check_values(entry, _fronts(texts))
    return values


def _fronts(texts: Mapping[str, str]) -> dict[str, Table]:
    return {locale: parts_of(texts.get(locale, ""))[0] for locale in LANGUAGES}


def _block_values(block: Block, front: Table, locale: str) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(tables_in(front.get(block.table)), 1):
        name = f"block{number}"
        yield f"{name}_words_{locale}", text_of(each.get(block.words))
        for place, choice in enumerate(tables_in(each.get("choice")), 1):
            at = f"{name}_choice{place}"
            yield f"{at}_text_{locale}", text_of(choice.get("text"))
            yield f"{at}_answer_{locale}", text_of(choice.get(block.answer))
            if locale == "fr":
                yield f"{at}_id", text_of(choice.get("id"))


def shape_of(kind: ActivityKind, values: Mapping[str, str]) -> Shape:
    """The blocks that these fields speak of."""
    if kind is ActivityKind.REFLECTION:
        return Shape(prompts=MOST_PROMPTS)
    if kind not in BLOCKS and kind is not ActivityKind.CHECK:
        return Shape()
    counts: dict[int, int] = {}
    for found in filter(None, map(IN_BLOCK.match, values)):
        number, place = int(found[1]), int(found[2] or 0)
        counts[number] = max(counts.get(number, 0), place)
    return Shape(blocks=tuple(counts.get(n, 0) for n in range(1, max(counts, default=0) + 1)))


def write_step(
    kind: ActivityKind, entry: Table, texts: Mapping[str, str], values: Values
) -> tuple[Table, dict[str, str]]:
    """The entries of module.toml that change, and the files by language."""
    blocks = list(_blocks(kind, values)) if kind in BLOCKS else []
    is_check = kind is ActivityKind.CHECK
    check = write_check(values, entry, _fronts(texts)) if is_check else None
    written = {}
    for locale in LANGUAGES:
        before = texts.get(locale, "")
        front, _markdown = parts_of(before)
        entries: Table = {
            "title": _line(values, f"title_{locale}"),
            "summary": _line(values, f"summary_{locale}"),
        }
        if kind is ActivityKind.REFLECTION:
            entries["prompts"] = _prompts(values, locale)
        if kind is ActivityKind.SITUATION:
            entries["closing"] = _clean(values, f"closing_{locale}")
        if kind in BLOCKS:
            block = BLOCKS[kind]
            held = tables_in(front.get(block.table))
            entries[block.table] = [_table(block, b, values, locale, held) for b in blocks]
        if check:
            entries["question"] = check.questions[locale]
        written[locale] = with_parts(before, entries, _clean(values, f"text_{locale}"))
    return {**_entry(kind, entry, values), **(check.entries if check else {})}, written


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that is written: its field, its id, and its choices (field, id)."""

    name: str
    id: str
    choices: tuple[tuple[str, str], ...]


def _blocks(kind: ActivityKind, values: Values) -> Iterator[Kept]:
    """Blocks in which something is written; empty ones are left out."""
    taken = {v for name, v in values.items() if name.startswith("block") and _is_id(name)}
    for number, count in enumerate(shape_of(kind, values).blocks, 1):
        name = f"block{number}"
        if not any(v.strip() for n, v in values.items() if _says(n, f"{name}_")):
            continue
        own = values.get(f"{name}_id", "") or _free([f"q{n}" for n in range(1, 99)], taken)
        taken.add(own)
        yield Kept(name, own, tuple(_choices(name, count, values)))


def _choices(name: str, count: int, values: Values) -> Iterator[tuple[str, str]]:
    places = [f"{name}_choice{place}" for place in range(1, count + 1)]
    taken = {values.get(f"{at}_id", "") for at in places}
    for at in places:
        if any(v.strip() for n, v in values.items() if _says(n, f"{at}_")):
            own = values.get(f"{at}_id", "") or _free(list(LETTERS), taken)
            taken.add(own)
            yield at, own


def _says(name: str, begins: str) -> bool:
    """Whether a field of this block is for readers: neither an id, nor what is chosen."""
    return name.startswith(begins) and name.endswith(LANGUAGES)


def _is_id(name: str) -> bool:
    return name.endswith("_id") and "_choice" not in name


def _table(block: Block, kept: Kept, values: Values, locale: str, held: list[Table]) -> Table:
    """A turn in one language; entries that no field shows stay as they are."""
    before = next((each for each in held if each.get("id") == kept.id), {})
    table: Table = {**before, block.words: _clean(values, f"{kept.name}_words_{locale}")}
    if kept.choices or "choice" in before:
        table["choice"] = [
            {
                "id": own,
                "text": _line(values, f"{at}_text_{locale}"),
                block.answer: _clean(values, f"{at}_answer_{locale}"),
            }
            for at, own in kept.choices
        ]
    return table


def _entry(kind: ActivityKind, entry: Table, values: Values) -> Table:
    sensitive = {loc: _line(values, f"sensitive_{loc}") for loc in LANGUAGES}
    return {
        "reading_minutes": _reading(entry.get("reading_minutes"), kind, values),
        "exercise_minutes": int(values.get("exercise_minutes") or 0),
        "domains": values.get("domains", "").split(),
        "sensitive": sensitive if any(sensitive.values()) else None,
    }


def words_of(kind: ActivityKind, values: Mapping[str, str]) -> int:
    """How many French words a reader meets: the text and all that is asked in it."""
    shown = (v for n, v in values.items() if n.endswith("_fr") and not NOT_READ.search(n))
    return sum(len(value.split()) for value in shown)


NOT_READ = re.compile(r"^(?:title|summary|sensitive)_|_(?:accepted|guide)_fr$")


def reading_minutes(words: int) -> int:
    """The time to read so many words: a minute for a hundred."""
    return min(max(-(-words // WORDS_A_MINUTE), 1), LONGEST_MINUTES)


def _reading(before: Any, kind: ActivityKind, values: Values) -> int:
    """The planned time; it stays as it is while it is honest."""
    words = words_of(kind, values)
    if type(before) is int and before > 0 and words / MOST <= before <= -(-words // FEWEST) + 1:
        return before
    return reading_minutes(words)


def _prompts(values: Values, locale: str) -> list[str]:
    """In both languages, those that are written in one."""
    numbers = range(1, MOST_PROMPTS + 1)
    used = [n for n in numbers if any(_line(values, f"prompt{n}_{loc}") for loc in LANGUAGES)]
    return [_line(values, f"prompt{n}_{locale}") for n in used]


def _free(names: list[str], taken: set[str]) -> str:
    return next(name for name in names if name not in taken)


def _line(values: Mapping[str, str], name: str) -> str:
    return " ".join(values.get(name, "").split())


def _clean(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "").replace("\r\n", "\n").strip()


def _number(value: Any) -> str:
    return str(value) if type(value) is int else ""
