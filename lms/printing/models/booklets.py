"""A booklet: titled parts of facts and texts in one language, whatever they are about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletSection:
    """One part: its facts as label and value, its texts as heading and paragraphs, its files."""

    kind: str
    title: str
    about: str
    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, Sequence[str]]]
    files: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletDocument:
    """Everything printed in one booklet, in plain words. Personal data: all of it; never logged.

    Whatever no typeface draws is printed as a question mark: the words of a person are not refused
    for one sign.
    """

    KIND: ClassVar[str] = "booklet"

    language: str
    title: str
    name: str
    made: str
    files_label: str
    sections: Sequence[BookletSection]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> BookletDocument:
        """Read what `to_json` wrote; an unknown or missing field is an error."""
        facts: dict[str, Any] = json.loads(written)
        facts["sections"] = tuple(BookletSection(**one) for one in facts["sections"])
        return cls(**facts)
