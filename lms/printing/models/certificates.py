"""What an attestation says, complete and frozen."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, ClassVar

from lms.printing.models.papers import Bilingual

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{16}\Z")  # Crockford's alphabet: no I, L, O, U


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleLine:
    """One module of the programme, its result in words and its planned length."""

    title: Bilingual
    result: Bilingual
    planned_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDocument:
    """Everything printed on one attestation. Personal data: the printed name; never logged.

    The kinds of minutes are printed apart and never added up. `verify_url` is what the QR code
    holds (it is printed in capitals, so its path must not care), `verify_address` is what a person
    types. A specimen is marked as such on every page.
    """

    KIND: ClassVar[str] = "certificate"
    organisation: str
    organisation_kind: str
    nda_number: str
    printed_name: str
    programme: Bilingual
    modules: tuple[ModuleLine, ...]
    training_minutes: int
    supervision_minutes: int
    uncountersigned_minutes: int
    first_on: date
    last_on: date
    issued_on: date
    place: str
    signatory_name: str
    signatory_function: str
    number: str
    code: str
    verify_url: str
    verify_address: str
    legal_lines: tuple[Bilingual, ...] = ()
    specimen: bool = False

    def __post_init__(self) -> None:
        if not _CODE.match(self.code):
            raise ValueError("a code has 16 signs of Crockford's alphabet")
        if not self.printed_name.strip() or not self.modules:
            raise ValueError("an attestation names a person and at least one module")
        if self.first_on > self.last_on:
            raise ValueError("the training ends before it begins")

    @property
    def spaced_code(self) -> str:
        """The code as printed and typed: 4-4-4-4."""
        return "-".join(self.code[i : i + 4] for i in range(0, 16, 4))

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=date.isoformat, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> CertificateDocument:
        """Read what `to_json` wrote; an unknown or missing field is an error."""
        facts: dict[str, Any] = json.loads(written)
        for name in ("first_on", "last_on", "issued_on"):
            facts[name] = date.fromisoformat(facts[name])
        facts["programme"] = Bilingual(**facts["programme"])
        facts["modules"] = tuple(_module(line) for line in facts["modules"])
        facts["legal_lines"] = tuple(Bilingual(**line) for line in facts["legal_lines"])
        return cls(**facts)

    def texts(self) -> tuple[str, ...]:
        """Every piece of free text that will be printed."""
        plain = [getattr(self, f.name) for f in fields(self)]
        pairs = [self.programme, *self.legal_lines]
        pairs += [pair for line in self.modules for pair in (line.title, line.result)]
        return (
            *(value for value in plain if isinstance(value, str)),
            *(text for pair in pairs for text in (pair.fr, pair.en)),
        )


def _module(line: dict[str, Any]) -> ModuleLine:
    return ModuleLine(
        title=Bilingual(**line["title"]),
        result=Bilingual(**line["result"]),
        planned_minutes=line["planned_minutes"],
    )
