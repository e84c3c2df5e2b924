"""Where an export's key and its parts are sealed, and how an archive is cut into parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lms.vault.rules import Place


def key_place(public_id: str, person_id: int) -> Place:
    """Where the key of an export is sealed, under the person's."""
    return Place("exports", public_id, "sealed_key", person_id)


def part_place(public_id: str, number: int, person_id: int) -> Place:
    """Where one part is sealed, under the export's key: parts cannot change places."""
    return Place("export_parts", f"{public_id}.{number}", "sealed", person_id)


def in_parts(stream: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of `size`, the last one shorter; one piece is held at a time."""
    held = bytearray()
    for chunk in stream:
        held += chunk
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)
