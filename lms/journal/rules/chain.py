"""The chain: each entry's link covers the link before it, its place, and the whole row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

SEALED_FIELDS = (
    "id",
    "at",
    "actor_id",
    "role",
    "action",
    "subject_kind",
    "subject_id",
    "organisation_id",
    "about_person_id",
    "details",
)
"""All of them ids and codes, which erasure leaves in place: see decision 0011."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: its place and its link; place 0 is before the first."""

    sequence: int
    link: str


BEGINNING = Head(0, bytes(32).hex())


def next_head(head: Head, row: Mapping[Any, Any]) -> Head:
    """The head after `row`, which holds the `SEALED_FIELDS`, is appended."""
    sequence = head.sequence + 1
    covered = bytes.fromhex(head.link) + sequence.to_bytes(8, "big") + canonical(row)
    return Head(sequence, sha256(covered).hexdigest())


def canonical(row: Mapping[Any, Any]) -> bytes:
    """The row as JSON that is the same on every database: sorted names, UTC, no spaces."""
    sealed = {name: _plain(row[name]) for name in SEALED_FIELDS}
    return json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
