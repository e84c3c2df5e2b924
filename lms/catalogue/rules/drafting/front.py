"""TOML and front matter, read leniently and written so that what is not touched stays as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError

from lms.catalogue.rules.steps import FENCE

Table = dict[str, Any]


class Compact(Table):
    """A table whose values each stand on one line, whatever they hold."""


def read_sheet(text: str) -> Table:
    """A TOML text as plain values; empty when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def with_entries(text: str, entries: Mapping[str, Any]) -> str:
    """The same TOML text with these entries; None takes one out, what is equal stays untouched."""
    try:
        document = tomlkit.parse(text)
    except ParseError:
        document = tomlkit.document()
    there = read_sheet(text)
    for name, value in entries.items():
        if value is None:
            document.pop(name, None)
        elif name not in there or _bare(there[name]) != _bare(value):
            _place(document, name, value)
    return tomlkit.dumps(document)


def _place(document: tomlkit.TOMLDocument, name: str, value: Any) -> None:
    if name in document and not _is_table(value):
        document[name] = item_of(value)
        return
    document.pop(name, None)
    document.append(name, item_of(value))


def _is_table(value: Any) -> bool:
    several = isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
    words = several and all(set(v) <= {"fr", "en"} for v in value)
    table = isinstance(value, dict) and (not value or not set(value) <= {"fr", "en"})
    return table or (several and not words)


def item_of(value: Any) -> Any:
    """Plain values as TOML: words in two languages on one line, long texts on several."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return _dict_item(value)
    if isinstance(value, list) and _is_table(value):
        several = tomlkit.aot()
        for each in value:
            several.append(item_of(each))
        return several
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(item_of(each) for each in value)
        return array.multiline(len(value) > 1 and isinstance(value[0], dict))
    return tomlkit.item(value)


def _dict_item(value: Table) -> Any:
    compact = isinstance(value, Compact)
    if not compact and not _is_table(value):
        return _inline(value)
    table = tomlkit.table()
    if compact:
        for name, each in value.items():
            table.append(name, _inline(each))
        return table
    for name in sorted(value, key=lambda name: isinstance(value[name], (dict, list))):
        table.append(name, item_of(value[name]))
    return table


def _inline(value: Any) -> Any:
    """A value within a line."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for name, each in value.items():
            table.append(name, _inline(each))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(_inline(each) for each in value)
        return array
    return tomlkit.item(value)


def _text(value: str) -> Any:
    plain = tomlkit.string(value)
    if "\n" not in value or '"""' in value or "\\" in value:
        return plain
    several = tomlkit.string(f"\n{value}\n", multiline=True)
    read = read_sheet(f"x = {several.as_string()}\n").get("x")
    return several if _bare(read) == value else plain


def _bare(value: Any) -> Any:
    """Without the line ends around texts, which say nothing."""
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return value.strip() if isinstance(value, str) else value


def parts_of(text: str) -> tuple[Table, str]:
    """Front matter and Markdown; a text without front matter is Markdown alone."""
    lines = text.splitlines()
    if not lines or lines[0] != FENCE or FENCE not in lines[1:]:
        return {}, text.strip()
    end = lines.index(FENCE, 1)
    return read_sheet("\n".join(lines[1:end])), "\n".join(lines[end + 1 :]).strip()


def with_parts(text: str, entries: Mapping[str, Any], markdown: str) -> str:
    """A text file with these entries of its front matter and this Markdown."""
    lines = text.splitlines()
    fenced = bool(lines) and lines[0] == FENCE and FENCE in lines[1:]
    front = "\n".join(lines[1 : lines.index(FENCE, 1)]) + "\n" if fenced else ""
    written = with_entries(front, entries).strip("\n")
    body = text.split(f"\n{FENCE}\n", 1)[-1] if fenced else ""
    if not fenced or body.strip() != markdown.strip():
        body = f"\n{markdown.strip()}\n"
    return f"{FENCE}\n{written}\n{FENCE}\n{body}"


def text_of(value: Any) -> str:
    """A text, or nothing where the file holds something else."""
    return value.strip() if isinstance(value, str) else ""


def words_in(value: Any, locale: str) -> str:
    """`{ fr = …, en = … }` in one language."""
    return text_of(value.get(locale)) if isinstance(value, Mapping) else ""


def tables_in(value: Any) -> list[Table]:
    """A list of tables; whatever else stands in it is not for a form."""
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [dict(each) for each in several if isinstance(each, Mapping)]


def texts_in(value: Any) -> list[str]:
    """A list of texts."""
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [each for each in several if isinstance(each, str)]
