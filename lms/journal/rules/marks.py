"""Signed statements about the chain: what its head was, where a purge or a restore cut it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lms.journal.rules.chain import Head
from lms.kernel.keys import Keys

PURPOSE = "journal marks"


class MarkKind(StrEnum):
    """What a mark states."""

    HEAD = "head"
    PURGED = "purged"
    RESTORED = "restored"


class MarkRefused(Exception):
    """A line or a row that is not a mark of ours; says why in one clause."""


@dataclass(frozen=True, slots=True)
class Mark:
    """At this instant the chain's head, last purged or last restored entry was this one."""

    kind: MarkKind
    head: Head
    at: datetime


def public_key(keys: Keys) -> str:
    """What others need to check our marks, in hexadecimal."""
    return _signer(keys).public_key().public_bytes_raw().hex()


def sign(mark: Mark, keys: Keys) -> str:
    """The mark's Ed25519 signature, in hexadecimal."""
    return _signer(keys).sign(_message(mark)).hex()


def is_signed(mark: Mark, signature: str, by: str) -> bool:
    """Whether the owner of this public key (hexadecimal) made the signature."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(by))
        public.verify(bytes.fromhex(signature), _message(mark))
    except (ValueError, InvalidSignature):
        return False
    return True


def line_of(mark: Mark, keys: Keys) -> str:
    """The mark as a line of the anchor file, without its end."""
    fields = {**_fields(mark), "key": public_key(keys), "signature": sign(mark, keys)}
    return json.dumps(fields, separators=(",", ":"))


def mark_in(line: str, signed_by: str) -> Mark:
    """The mark that a line holds, or `MarkRefused`."""
    try:
        fields = json.loads(line)
        head = Head(int(fields["sequence"]), str(fields["link"]))
        mark = Mark(MarkKind(fields["kind"]), head, datetime.fromisoformat(fields["at"]))
        signature = str(fields["signature"])
    except (ValueError, KeyError, TypeError):
        raise MarkRefused("cannot be read") from None
    if not is_signed(mark, signature, signed_by):
        raise MarkRefused("is not signed by this installation")
    return mark


def standing(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks, in the order written, that still hold: a restore voids those it cut off."""
    held: list[Mark] = []
    for mark in marks:
        if mark.kind is MarkKind.RESTORED:
            held = [other for other in held if other.head.sequence <= mark.head.sequence]
        held.append(mark)
    return tuple(held)


def _signer(keys: Keys) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.derive(PURPOSE))


def _message(mark: Mark) -> bytes:
    return json.dumps(_fields(mark), sort_keys=True, separators=(",", ":")).encode()


def _fields(mark: Mark) -> dict[str, str | int]:
    return {
        "kind": mark.kind.value,
        "sequence": mark.head.sequence,
        "link": mark.head.link,
        "at": mark.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
