"""Nothing about a person escapes the export: the schema is walked, column by column."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from sqlalchemy import Column, Integer, Table

from lms.app.tables import metadata
from lms.privacy.render.words import TITLES
from lms.privacy.rules.schema import schema
from lms.privacy.rules.sections import LEFT_OUT, NOT_PATHS, REFERENCES, SECTIONS
from lms.privacy.rules.sections.model import Section

PUBLISHED = Path(__file__).parents[2] / "docs" / "export-1.schema.json"
NAMING = {
    "actor_id",
    "about_person_id",
    "asker_id",
    "author_id",
    "person_id",
    "supervisor_id",
    "trainee_id",
}
"""Columns that hold a person's id without a foreign key to tell so."""


def sections_of(table: str) -> list[Section]:
    return [section for section in SECTIONS if section.table == table]


def leads_to_a_person(column: Column[object]) -> bool:
    """By foreign key, by name, or because it holds an address."""
    by_key = any(key.target_fullname == "people.id" for key in column.foreign_keys)
    acts = column.name.endswith("_by") and isinstance(column.type, Integer)
    named = column.name in NAMING or acts or "email" in column.name
    return by_key or named or column.name == "to_address"


def test_every_table_is_exported_or_left_out_for_a_reason() -> None:
    exported = {section.table for section in SECTIONS}
    assert set(metadata.tables) - exported - set(LEFT_OUT) == set(), "decide: rules/sections"
    assert exported & set(LEFT_OUT) == set()
    assert set(LEFT_OUT) - set(metadata.tables) == set()


def test_every_column_of_an_exported_table_is_handed_out_or_withheld_for_a_reason() -> None:
    undecided, unknown = [], []
    for name in {section.table for section in SECTIONS}:
        decided: set[str] = set()
        for section in sections_of(name):
            decided |= {*section.columns, *section.withheld}
        columns = set(metadata.tables[name].c.keys())
        undecided += [f"{name}.{column}" for column in sorted(columns - decided)]
        unknown += [f"{name}.{column}" for column in sorted(decided - columns)]
    assert undecided == []
    assert unknown == []
    assert all(reason for section in SECTIONS for reason in section.withheld.values())


def test_every_column_that_names_a_person_is_followed_or_not_for_a_reason() -> None:
    followed: dict[str, set[str]] = defaultdict(set)
    for section in SECTIONS:
        followed[section.table] |= {path.column for path in section.paths}
    forgotten = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.c
        if leads_to_a_person(column)
        and column.name not in followed[table.name]
        and table.name not in LEFT_OUT
        and (table.name, column.name) not in NOT_PATHS
        and (table.name, column.name) != ("people", "id")
    ]
    assert forgotten == []


def test_a_new_column_or_table_would_be_noticed() -> None:
    """The walk has teeth: what nobody decided is told."""
    stranger = Table("strangers", metadata, Column("person_id"))
    try:
        assert "strangers" in set(metadata.tables) - {s.table for s in SECTIONS} - set(LEFT_OUT)
        assert leads_to_a_person(stranger.c.person_id)
    finally:
        metadata.remove(stranger)


def test_every_number_that_stands_for_a_row_is_put_into_words() -> None:
    known = {reference.column for reference in REFERENCES} | {"public_id", "subject_id"}
    bare = [
        f"{section.name}.{column}"
        for section in SECTIONS
        for column in section.columns
        if column.endswith("_id") and column not in known
    ]
    assert bare == []


def test_every_section_has_its_words() -> None:
    assert set(TITLES) == {section.name for section in SECTIONS}
    assert len({section.name for section in SECTIONS}) == len(SECTIONS)


def test_the_published_schema_is_the_one_that_is_used() -> None:
    """After a change: `lms export-schema > docs/export-1.schema.json`, and a new version of the
    format when readers of older files would stumble."""
    assert json.loads(PUBLISHED.read_text()) == schema()
