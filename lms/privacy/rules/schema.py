"""The published description of data.json, drawn from the declarations: JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, Table
from sqlalchemy.types import TypeEngine

from lms.kernel.base import Base, Document, Instant
from lms.privacy.rules.sections import REFERENCES, SECTIONS
from lms.privacy.rules.sections.model import Section

FORMAT = "sillage-export"
VERSION = 1
"""Raised with every change that a reader of older files would stumble over."""

Described = dict[str, Any]
WORDS: Described = {"type": ["string", "null"], "description": "null: the text no longer opens"}
SPECIAL: Mapping[tuple[str, str], Described] = {
    ("letters", "words"): {
        "type": "object",
        "properties": {
            "subject": {"type": "string"},
            "lines": {"type": "array", "items": {"type": "string"}},
        },
    },
    ("attempts", "drawn"): {"type": ["array", "null"], "items": {"type": "object"}},
    ("answers", "response"): {"type": ["array", "object", "string", "boolean", "null"]},
    ("signatures", "sentence"): {"type": "array", "items": {"type": "string"}},
}
"""Structures that the archive writes as sentences."""


def schema() -> Described:
    """The whole schema; the same for everybody."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:{VERSION}",
        "title": "Sillage: everything about one person",
        "type": "object",
        "required": ["format", "version", "made_at", "language", "sections", "files"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "made_at": {"type": "string", "format": "date-time"},
            "language": {"enum": ["fr", "en"]},
            "files": {"type": "array", "items": {"type": "string"}},
            "sections": {
                "type": "object",
                "required": [section.name for section in SECTIONS],
                "additionalProperties": False,
                "properties": {section.name: _rows(section) for section in SECTIONS},
            },
        },
    }


def _rows(section: Section) -> Described:
    keys = described(section)
    row = {
        "type": "object",
        "required": sorted(keys),
        "additionalProperties": False,
        "properties": keys,
    }
    return {"type": "array", "items": row}


def described(section: Section) -> dict[str, Described]:
    """Each key of the section's rows, and what stands there."""
    table = Base.metadata.tables[section.table]
    found = {name: _described(table, name) for name in section.columns}
    if found.pop("sealed", None):
        found["words"] = WORDS
    for reference in REFERENCES:
        if reference.column not in found:
            continue
        del found[reference.column]
        target = Base.metadata.tables[reference.table]
        for key, name in reference.gives.items():
            found.setdefault(key, _title_or(target.c[name]))
    if section.name == "aide_memoires_about_me":
        found |= {"author_role": {"type": "string"}, "release": {"type": "string"}}
    if section.name == "acts_about_me":
        del found["at"]
        found["on"] = {"type": "string", "format": "date"}
    return found


def _described(table: Table, name: str) -> Described:
    return SPECIAL.get((table.name, name)) or _by_type(table.c[name])


def _title_or(column: Column[Any]) -> Described:
    """Titles in several languages are handed out in one; a row that is gone leaves null."""
    plain = {"type": "string"} if column.type is Document else _by_type(column)
    return _or_null(plain)


def _by_type(column: Column[Any]) -> Described:
    plain = _plain(column.type)
    return _or_null(plain) if column.nullable else plain


def _plain(kind: TypeEngine[Any]) -> Described:
    if isinstance(kind, Instant):
        return {"type": "string", "format": "date-time"}
    if isinstance(kind, Date):
        return {"type": "string", "format": "date"}
    if isinstance(kind, Enum):
        return {"type": "string", "enum": list(kind.enums)}
    if isinstance(kind, Boolean):
        return {"type": "boolean"}
    if isinstance(kind, Integer):
        return {"type": "integer"}
    return {"type": "object"} if kind is Document else {"type": "string"}


def _or_null(plain: Described) -> Described:
    kinds = plain["type"] if isinstance(plain["type"], list) else [plain["type"]]
    widened = {**plain, "type": [*dict.fromkeys([*kinds, "null"])]}
    if "enum" in plain:
        widened["enum"] = [*plain["enum"], None]
    return widened
