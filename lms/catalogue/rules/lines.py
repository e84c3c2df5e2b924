"""Where each entry of a TOML text stands, so that a fault can name its line."""

from __future__ import annotations

import re
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
ENTRY = re.compile(r"\s*([\w-]+)\s*=\s*(.*)$")
LONG_MARKS = ('"""', "'''")


def lines_of(text: str, first: int = 1) -> dict[Path, int]:
    """The line of every table and key of a well-formed TOML text whose first line is `first`."""
    found: dict[Path, int] = {(): first}
    last_index: dict[Path, int] = {}
    table: Path = ()
    mark = ""
    for number, line in enumerate(text.splitlines(), first):
        if mark:
            mark = "" if mark in line else mark
        elif header := HEADER.match(line):
            table = _table(header[2].split("."), header[1] == "[[", last_index)
            found[table] = number
        elif entry := ENTRY.match(line):
            found.setdefault((*table, entry[1]), number)
            mark = _left_open(entry[2])
    return found


def _table(names: list[str], repeated: bool, last_index: dict[Path, int]) -> Path:
    """The path of a header; inside a list of tables it goes to the newest one."""
    path: Path = ()
    for depth, name in enumerate(names, 1):
        path = (*path, name)
        if repeated and depth == len(names):
            last_index[path] = last_index.get(path, -1) + 1
        if path in last_index:
            path = (*path, last_index[path])
    return path


def _left_open(value: str) -> str:
    """The mark that will close a text of several lines, empty when none is open."""
    return next((m for m in LONG_MARKS if value.startswith(m) and m not in value[3:]), "")
