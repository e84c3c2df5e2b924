"""The sheets of a programme and of a module as the fields of their pages, and back into TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from lms.catalogue.rules.drafting.activities import pieces_of, put_together
from lms.catalogue.rules.drafting.front import (
    Table,
    parts_of,
    read_sheet,
    tables_in,
    text_of,
    texts_in,
    with_entries,
    with_parts,
    words_in,
)
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.places import LANGUAGES

PROGRAMME_WORDS = ("title", "summary", "audience", "access")
MODULE_WORDS = ("title", "summary", "goal", "peer_review")
SOURCE_LINES = ("title", "author", "url")
MOST_AIMS = MOST_SOURCES = 40
MOST_REVIEWERS = 12
MOST_ENTRIES = 200


def programme_values(text: str) -> Values:
    """The fields of a programme's sheet."""
    sheet = read_sheet(text)
    rules = sheet.get("rules") if isinstance(sheet.get("rules"), dict) else {}
    held: Table = rules or {}
    return {
        **_words(sheet, PROGRAMME_WORDS),
        **dict(_numbered("aim", sheet.get("aims"), ("",))),
        "check_percent": _whole(held.get("check_percent")),
        "supervision_minutes": _whole(held.get("supervision_minutes")),
        "group_percent": _whole(held.get("group_percent")),
        "unanswered_counts": "y" if held.get("unanswered_counts") is True else "",
        "without_threshold": " ".join(texts_in(held.get("without_threshold"))),
        **{f"rule_source_{loc}": words_in(held.get("source"), loc) for loc in LANGUAGES},
    }


def write_programme(text: str, values: Values) -> str:
    """programme.toml with these fields."""
    sheet = read_sheet(text)
    before = sheet.get("rules")
    exempt = values.get("without_threshold", "").split()
    rules: Table = {
        **(before if isinstance(before, dict) else {}),
        "check_percent": int(values.get("check_percent") or 80),
        "supervision_minutes": int(values.get("supervision_minutes") or 0),
        "unanswered_counts": values.get("unanswered_counts") == "y",
        "group_percent": int(values.get("group_percent") or 0),
        "source": _both(values, "rule_source"),
        "without_threshold": exempt,
    }
    if not exempt:
        del rules["without_threshold"]
    if not rules["group_percent"]:
        del rules["group_percent"]
    aims = [_both(values, f"aim{n}") for n in _used(values, "aim", MOST_AIMS)]
    words = {name: _both(values, name) for name in PROGRAMME_WORDS}
    return with_entries(text, {**words, "aims": aims, "rules": rules})


def module_values(text: str) -> Values:
    """The fields of a module's sheet."""
    head, _pieces = pieces_of(text)
    sheet = read_sheet(head)
    session = sheet.get("session")
    day = sheet.get("reviewed_on")
    return {
        **_words(sheet, MODULE_WORDS),
        "domains": " ".join(texts_in(sheet.get("domains"))),
        "after": " ".join(texts_in(sheet.get("after"))),
        "authors": "\n".join(texts_in(sheet.get("authors"))),
        "reviewed_on": day.isoformat() if isinstance(day, date) else "",
        "professional_review": "y" if sheet.get("professional_review") is True else "",
        "session_minutes": _whole(session.get("minutes") if isinstance(session, dict) else None),
        **dict(_reviewers(sheet)),
        **dict(_sources(sheet)),
    }


def write_module(text: str, values: Values) -> str:
    """module.toml with these fields; its activities stay as they are."""
    head, pieces = pieces_of(text)
    minutes = int(values.get("session_minutes") or 0)
    after = values.get("after", "").split()
    asked = values.get("professional_review") == "y"
    entries: Table = {
        **{name: _both(values, name) for name in MODULE_WORDS},
        "domains": values.get("domains", "").split(),
        "after": after or None,
        "authors": [
            " ".join(n.split()) for n in values.get("authors", "").splitlines() if n.strip()
        ],
        "reviewed_on": _day(values.get("reviewed_on", "")),
        "professional_review": True if asked else None,
        "session": {"minutes": minutes} if minutes else None,
        "reviewer": [_reviewer(values, n) for n in _used(values, "reviewer", MOST_REVIEWERS)]
        or None,
        "source": [_source(values, n) for n in _used(values, "source", MOST_SOURCES)] or None,
    }
    return put_together(with_entries(head, entries), pieces)


def titled_values(texts: Mapping[str, str]) -> Values:
    """The fields of a text beside the steps, from its files by language."""
    values: Values = {}
    for locale in LANGUAGES:
        front, markdown = parts_of(texts.get(locale, ""))
        values |= {f"title_{locale}": text_of(front.get("title")), f"text_{locale}": markdown}
    return values


def write_titled(texts: Mapping[str, str], values: Values) -> dict[str, str | None]:
    """Its files by language; none where nothing is written in either."""
    if not any(value.strip() for value in values.values()):
        return dict.fromkeys(LANGUAGES)
    return {
        locale: with_parts(
            texts.get(locale, ""),
            {"title": _line(values, f"title_{locale}")},
            values.get(f"text_{locale}", "").replace("\r\n", "\n"),
        )
        for locale in LANGUAGES
    }


def glossary_values(text: str) -> Values:
    """The fields of a glossary."""
    values: Values = {}
    for number, entry in enumerate(tables_in(read_sheet(text).get("entry")), 1):
        for locale in LANGUAGES:
            values[f"entry{number}_term_{locale}"] = words_in(entry.get("term"), locale)
            values[f"entry{number}_meaning_{locale}"] = words_in(entry.get("meaning"), locale)
        values[f"entry{number}_unlinked"] = "y" if entry.get("in_texts") is False else ""
    return values


def write_glossary(text: str, values: Values) -> str | None:
    """glossary.toml with these fields; none when it is empty."""
    entries = [_entry(values, n) for n in _used(values, "entry", MOST_ENTRIES)]
    return with_entries(text, {"entry": entries}) if entries else None


def _entry(values: Values, number: int) -> Table:
    entry: Table = {
        "term": _both(values, f"entry{number}_term"),
        "meaning": _both(values, f"entry{number}_meaning"),
    }
    if values.get(f"entry{number}_unlinked") == "y":
        entry["in_texts"] = False
    return entry


def _words(sheet: Table, names: tuple[str, ...]) -> Values:
    return {f"{n}_{loc}": words_in(sheet.get(n), loc) for n in names for loc in LANGUAGES}


def _numbered(name: str, several: Any, ends: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(tables_in(several), 1):
        for end in ends:
            for locale in LANGUAGES:
                yield f"{name}{number}{end}_{locale}", words_in(each, locale)


def _reviewers(sheet: Table) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(tables_in(sheet.get("reviewer")), 1):
        yield f"reviewer{number}_name", text_of(each.get("name"))
        yield f"reviewer{number}_kind", text_of(each.get("kind"))
        day = each.get("on")
        yield f"reviewer{number}_on", day.isoformat() if isinstance(day, date) else ""


def _reviewer(values: Values, number: int) -> Table:
    name = f"reviewer{number}"
    return {
        "name": _line(values, f"{name}_name"),
        "kind": values.get(f"{name}_kind") or "peer",
        "on": _day(values.get(f"{name}_on", "")) or "",
    }


def _sources(sheet: Table) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(tables_in(sheet.get("source")), 1):
        for line in SOURCE_LINES:
            yield f"source{number}_{line}", text_of(each.get(line))
        yield f"source{number}_year", _whole(each.get("year"))
        for locale in LANGUAGES:
            yield f"source{number}_note_{locale}", words_in(each.get("note"), locale)


def _source(values: Values, number: int) -> Table:
    name = f"source{number}"
    lines = {line: _line(values, f"{name}_{line}") for line in ("title", "author")}
    address = _line(values, f"{name}_url")
    return {
        **lines,
        "year": int(values.get(f"{name}_year") or 0),
        **({"url": address} if address else {}),
        "note": _both(values, f"{name}_note"),
    }


def _used(values: Mapping[str, str], name: str, most: int) -> list[int]:
    """The numbers of the blocks in which something is written."""
    return [
        number
        for number in range(1, most + 1)
        if any(
            value.strip() and not field.endswith(("_kind", "_unlinked"))
            for field, value in values.items()
            if field.startswith(f"{name}{number}_")
        )
    ]


def _both(values: Mapping[str, str], name: str) -> dict[str, str]:
    return {locale: _line(values, f"{name}_{locale}") for locale in LANGUAGES}


def _line(values: Mapping[str, str], name: str) -> str:
    return " ".join(values.get(name, "").split())


def _day(written: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(written.strip())
    return None


def _whole(value: Any) -> str:
    return str(value) if type(value) is int else ""
