"""Three versions of a page's fields: as it was opened, as it is sent, as it is now.

What one author changed and the other did not is taken from whoever changed it; only where both
changed the same field differently is somebody asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

Values = dict[str, str]
SIGNS = 10


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields to write, and those that somebody must choose: name → the other's words."""

    values: Values
    asked: Values


def mark_of(value: str) -> str:
    """What stands for a field's words: enough to see that they changed."""
    return sha256(_plain(value).encode()).hexdigest()[:SIGNS] if _plain(value) else ""


def marks_of(values: Mapping[str, str]) -> str:
    """What a page keeps of its fields as they were when it was opened."""
    return written_marks({name: mark_of(value) for name, value in values.items()})


def written_marks(marks: Mapping[str, str]) -> str:
    """Marks as the page carries them."""
    return json.dumps({n: mark for n, mark in marks.items() if mark}, separators=(",", ":"))


def read_marks(written: str) -> dict[str, str]:
    """The same the other way round; whatever somebody made up is nothing."""
    try:
        found = json.loads(written)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: mark for name, mark in found.items() if isinstance(mark, str)}


def merge(marks: Mapping[str, str], sent: Values, current: Values) -> Merged:
    """Bring together what was sent with what is there now."""
    values, asked = {}, {}
    for name in {**current, **sent}:
        opened, mine, theirs = marks.get(name, ""), sent.get(name, ""), current.get(name, "")
        values[name] = mine
        if name not in sent or mark_of(mine) in (mark_of(theirs), opened):
            values[name] = theirs
        elif mark_of(theirs) != opened:
            asked[name] = theirs
    return Merged(values, asked)


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").strip()
