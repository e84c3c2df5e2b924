"""What a folder asks of its modules: the entries of its `lint.toml`, all of them optional."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.places import Fault, Place, read_toml

FILE = "lint.toml"
MOST = 100_000
PARTS = (*ActivityKind, *ModuleTextKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Bounds of a module; 0 asks nothing. `parts` names each part as often as it is needed."""

    least_activities: int = 0
    most_activities: int = 0
    least_words: int = 0
    """French words of all activities together."""
    least_questions: int = 0
    most_questions: int = 0
    parts: tuple[str, ...] = ()


NAMES = tuple(field.name for field in fields(Standard))


def standard_of(files: Mapping[str, str], module: str) -> Standard:
    """What is asked of this module: its own table, else that of all."""
    sheet = _sheet(files, [])
    own = _table(_table(sheet, "modules"), module)
    entries = {**_entries(_table(sheet, "standard")), **_entries(own)}
    return Standard(**entries)


def standard_findings(files: Mapping[str, str]) -> Iterator[Finding]:
    """What cannot be understood in `lint.toml`."""
    faults: list[Fault] = []
    sheet = _sheet(files, faults)
    sheet.only("standard", "modules")
    modules = _table(sheet, "modules")
    for table in (_table(sheet, "standard"), *(_table(modules, name) for name in modules.value)):
        table.only(*NAMES)
        _entries(table)
    for module in modules.value:
        if f"modules/{module}/module.toml" not in files:
            modules.at(module).blame(f"there is no module “{module}”")
    for fault in faults:
        yield Finding(fault.file, fault.line, Code.STANDARD, fault.sentence)


def _sheet(files: Mapping[str, str], faults: list[Fault]) -> Place:
    return read_toml(FILE, files.get(FILE, ""), faults)


def _table(place: Place, name: str) -> Place:
    """A table of this name, empty when there is none."""
    found = place.at(name)
    if isinstance(found.value, dict):
        return found
    if found.value is not None:
        found.blame(f"“{name}” must be a table")
    return Place({}, found.path, found.file, found.lines, found.faults)


def _entries(table: Place) -> dict[str, Any]:
    entries: dict[str, Any] = {
        name: table.whole(name, 0, MOST) for name in NAMES if name != "parts" and table.has(name)
    }
    if table.has("parts"):
        parts = table.texts("parts", 0)
        for part in parts:
            if part not in PARTS:
                table.at("parts").blame(f"“{part}” is not one of {', '.join(PARTS)}")
        entries["parts"] = tuple(parts)
    return entries
