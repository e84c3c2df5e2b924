"""The competence framework of a draft as the fields of its page, and back into TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from lms.catalogue.rules.curriculum import FRAMEWORK
from lms.catalogue.rules.drafting.front import (
    Table,
    read_sheet,
    tables_in,
    text_of,
    with_entries,
    words_in,
)
from lms.catalogue.rules.drafting.merging import Values
from lms.catalogue.rules.drafting.structure import Changes, Files
from lms.catalogue.rules.places import LANGUAGES

MOST_DOMAINS = 40


@dataclass(frozen=True, slots=True)
class FrameworkPage:
    """The domains of competency, each with statements that somebody can see or hear."""

    name: str = "framework"

    def read(self, files: Files) -> Values:
        return framework_values(files.get(FRAMEWORK, ""))

    def write(self, files: Files, values: Values) -> Changes:
        return {FRAMEWORK: write_framework(files.get(FRAMEWORK, ""), values)}

    def holds(self, path: str) -> bool:
        return path == FRAMEWORK


def framework_values(text: str) -> Values:
    """The fields of a framework: a statement is a line, in both languages in the same order."""
    values: Values = {}
    for number, domain in enumerate(tables_in(read_sheet(text).get("domain")), 1):
        name, said = f"domain{number}", tables_in(domain.get("statements"))
        values[f"{name}_code"] = text_of(domain.get("code"))
        for locale in LANGUAGES:
            values[f"{name}_title_{locale}"] = words_in(domain.get("title"), locale)
            lines = (words_in(one, locale) for one in said)
            values[f"{name}_said_{locale}"] = "\n".join(lines).rstrip("\n")
    return values


def write_framework(text: str, values: Values) -> str:
    """framework.toml with these fields; a domain without a word is taken out."""
    return with_entries(text, {"domain": list(_domains(values))})


def _domains(values: Values) -> Iterator[Table]:
    for number in range(1, MOST_DOMAINS + 1):
        name = f"domain{number}"
        ends = (f"{end}_{locale}" for end in ("title", "said") for locale in LANGUAGES)
        if any(values.get(f"{name}_{end}", "").strip() for end in ("code", *ends)):
            yield _domain(name, values)


def _domain(name: str, values: Mapping[str, str]) -> Table:
    lines = {loc: _lines(values.get(f"{name}_said_{loc}", "")) for loc in LANGUAGES}
    pairs = zip_longest(*lines.values(), fillvalue="")
    return {
        "code": _line(values.get(f"{name}_code", "")),
        "title": {loc: _line(values.get(f"{name}_title_{loc}", "")) for loc in LANGUAGES},
        "statements": [dict(zip(LANGUAGES, pair, strict=True)) for pair in pairs],
    }


def _lines(written: str) -> list[str]:
    return [line for line in map(_line, written.splitlines()) if line]


def _line(written: str) -> str:
    return " ".join(written.split())
