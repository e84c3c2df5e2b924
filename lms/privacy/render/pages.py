"""The export as its page tells it: groups of sections, each row a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from lms.privacy.render.words import CODES, GROUPS, LABELS, TITLES
from lms.privacy.rules import sections
from lms.privacy.rules.acts import READINGS
from lms.web.i18n import day, duration, gettext, language, sentence

Row = dict[str, Any]
MOST_ROWS = 300
"""Rows of one section on the page; all of them are in data.json."""
CODED = ("role", "release", "author_role", "action")
"""Plain columns that hold a code of ours."""
LANGUAGES = {"fr": "Français", "en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: its facts by label, and the text that it holds, if any."""

    facts: Sequence[tuple[str, str]]
    text: str | None = None
    lost: bool = False
    """There is a text, and it no longer opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section."""

    name: str
    title: str
    lead: str
    entries: Sequence[Entry]
    more: int
    """How many further rows only data.json holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Several sections under one heading; only those that hold something."""

    name: str
    title: str
    parts: Sequence[Part]


def groups_of(contents: Mapping[str, Sequence[Row]], zone: ZoneInfo) -> list[Group]:
    """Everything there is, in the order of the declarations."""
    found = [
        Group(
            name=name,
            title=sentence(GROUPS[name]),
            parts=[_part(s.name, contents[s.name], zone) for s in group if contents[s.name]],
        )
        for name, group in sections.GROUPS.items()
    ]
    return [group for group in found if group.parts]


def _part(name: str, rows: Sequence[Row], zone: ZoneInfo) -> Part:
    title, lead = TITLES[name]
    shown = rows[-MOST_ROWS:]
    return Part(
        name=name,
        title=sentence(title),
        lead=sentence(lead),
        entries=[_entry(row, zone) for row in shown],
        more=len(rows) - len(shown),
    )


def _entry(row: Row, zone: ZoneInfo) -> Entry:
    words = row.get("words", "")
    if isinstance(words, Mapping):
        words = "\n".join([words["subject"], *words["lines"]])
    return Entry(facts=list(_facts(row, zone)), text=words or None, lost=words is None)


def _facts(row: Row, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for key, label in LABELS.items():
        value = row.get(key)
        if value is not None and value != "":
            yield sentence(label), _said(key, value, zone)


def _said(key: str, value: Any, zone: ZoneInfo) -> str:
    if key == "minutes" or key.endswith("_minutes"):
        return duration(value)
    if key == "locale":
        return LANGUAGES.get(value, str(value))
    if isinstance(value, Enum) or key in CODED:
        return _code(str(getattr(value, "value", value)))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return _instant(value.astimezone(zone))
    if isinstance(value, date):
        return day(value)
    return " ".join(value) if isinstance(value, list) else str(value)


def _instant(local: datetime) -> str:
    hour = f"{local.hour}\u00a0h\u00a0{local.minute:02}" if language() == "fr" else f"{local:%H:%M}"
    return f"{day(local.date())}, {hour}"


def _code(value: str) -> str:
    known = CODES.get(value) or READINGS.get(value)
    return sentence(known) if known else value
