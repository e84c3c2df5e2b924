"""An activity as the fields of its page, in both languages, and back into its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import ActivityKind
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
IN_BLOCK = re.compile(r"block([1-9]\d?)_(?:choice([1-6])_)?")
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
    ActivityKind.CHECK: Block(table="question", words="text", answer="why"),
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
            values |= dict(_block_values(BLOCKS[kind], front, entry, locale))
    return values


def _block_values(
    block: Block, front: Table, entry: Table, locale: str
) -> Iterator[tuple[str, str]]:
    key = entry.get("key")
    for number, each in enumerate(tables_in(front.get(block.table)), 1):
        name = f"block{number}"
        if is_other(each):
            yield f"{name}_id", text_of(each.get("id"))
            yield f"{name}_kind", text_of(each.get("kind"))
            continue
        yield f"{name}_words_{locale}", text_of(each.get(block.words))
        if locale == "fr":
            yield f"{name}_id", text_of(each.get("id"))
            yield f"{name}_revisit", text_of(each.get("revisit"))
        for place, choice in enumerate(tables_in(each.get("choice")), 1):
            at = f"{name}_choice{place}"
            yield f"{at}_text_{locale}", text_of(choice.get("text"))
            yield f"{at}_answer_{locale}", text_of(choice.get(block.answer))
            if locale == "fr":
                yield f"{at}_id", text_of(choice.get("id"))
                right = isinstance(key, dict) and key.get(each.get("id")) == choice.get("id")
                if right:
                    yield f"{name}_right", str(place)


def is_other(question: Table) -> bool:
    """Whether it is of a kind that this page leaves as it is."""
    return text_of(question.get("kind")) not in ("", "single")


def shape_of(kind: ActivityKind, values: Mapping[str, str]) -> Shape:
    """The blocks that these fields speak of."""
    if kind is ActivityKind.REFLECTION:
        return Shape(prompts=MOST_PROMPTS)
    if kind not in BLOCKS:
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
        written[locale] = with_parts(before, entries, _clean(values, f"text_{locale}"))
    return _entry(kind, entry, values, blocks), written


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
        other = values.get(f"{name}_kind", "")
        if not other and not any(v.strip() for n, v in values.items() if _says(n, f"{name}_")):
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
    """A turn or question in one language; entries that no field shows stay as they are."""
    before = next((each for each in held if each.get("id") == kept.id), {})
    if is_other(before):
        return before
    asked = block.table == "question"
    table: Table = {**before, **({"id": kept.id} if asked else {})}
    table[block.words] = _clean(values, f"{kept.name}_words_{locale}")
    if asked:
        table["revisit"] = values.get(f"{kept.name}_revisit", "")
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


def _entry(kind: ActivityKind, entry: Table, values: Values, blocks: list[Kept]) -> Table:
    sensitive = {loc: _line(values, f"sensitive_{loc}") for loc in LANGUAGES}
    written: Table = {
        "reading_minutes": _reading(entry.get("reading_minutes"), kind, values),
        "exercise_minutes": int(values.get("exercise_minutes") or 0),
        "domains": values.get("domains", "").split(),
        "sensitive": sensitive if any(sensitive.values()) else None,
    }
    if kind is ActivityKind.CHECK:
        before = entry.get("key") if isinstance(entry.get("key"), dict) else {}
        written["key"] = dict(_key(blocks, values, before or {}))
    return written


def _key(blocks: list[Kept], values: Values, before: Table) -> Iterator[tuple[str, Any]]:
    for kept in blocks:
        place = values.get(f"{kept.name}_right", "")
        right = dict(kept.choices).get(f"{kept.name}_choice{place}")
        if right is not None:
            yield kept.id, right
        elif kept.id in before and (not kept.choices or not isinstance(before[kept.id], str)):
            # What this page cannot say stays as it is.
            yield kept.id, before[kept.id]


def words_of(kind: ActivityKind, values: Mapping[str, str]) -> int:
    """How many French words a reader meets: the text and all that is asked in it."""
    shown = (v for n, v in values.items() if n.endswith("_fr") and not n.startswith(NOT_READ))
    return sum(len(value.split()) for value in shown)


NOT_READ = ("title_", "summary_", "sensitive_")


def reading_minutes(words: int) -> int:
    """The time to read so many words: a minute for a hundred."""
    return min(max(-(-words // WORDS_A_MINUTE), 1), LONGEST_MINUTES)


def _reading(before: Any, kind: ActivityKind, values: Values) -> int:
    """The planned time; it stays as it is while it is honest, or where not all words are here."""
    if type(before) is int and any(n.endswith("_kind") and v for n, v in values.items()):
        return before
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
