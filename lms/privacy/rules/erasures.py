"""When an erasure is carried out, and the list of the erased that stands outside the database.

The list holds one JSON object a line, {"person": keyed digest of the public id, "at": instant}. A
restore reads it: the database of a backup knows nothing of those who were erased after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lms.kernel.keys import Keys

KEPT_OPEN = timedelta(days=7)
"""The account is closed at once and erased after this, unless the person changes their mind."""
LISTED = "erasure list"


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list, whom it does not name."""

    person: str
    at: datetime

    def written(self) -> str:
        """The line as it stands in the file."""
        return json.dumps({"person": self.person, "at": self.at.isoformat()}) + "\n"


def list_path(data: Path) -> Path:
    """Where the list stands."""
    return data / "erasures.jsonl"


def person_digest(keys: Keys, public_id: str) -> str:
    """How the list tells a person."""
    return keys.digest(LISTED, public_id)


def lines_in(words: str) -> dict[str, Line]:
    """The lines of a list by person; a last line that was cut short by a crash does not count."""
    *whole, _cut = words.split("\n")
    return {line.person: line for line in map(_line, filter(None, whole))}


def missing_from(words: str, lines: Iterable[Line]) -> list[Line]:
    """The lines that a list lacks."""
    there = lines_in(words)
    return [line for line in lines if line.person not in there]


def _line(written: str) -> Line:
    document = json.loads(written)
    return Line(document["person"], datetime.fromisoformat(document["at"]))
