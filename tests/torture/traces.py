"""Searching everything that a server leaves for words that should be readable nowhere."""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

STREAM_HEADS = (b"x\x01", b"x\x9c", b"x\xda")
"""How zlib streams begin, in PDF as elsewhere."""
LONGEST_STREAM = 1 << 20


def shapes_of(word: str) -> list[bytes]:
    """How a word may stand in a file: as it is, wide, in hexadecimal, and inside base64."""
    plain = word.encode()
    shifted = [b64encode(b"?" * shift + plain)[4 * (shift > 0) : -4] for shift in range(3)]
    wide = [word.encode("utf-16-le"), word.encode("utf-16-be")]
    return [plain, *wide, plain.hex().encode(), *shifted]


def found_in(content: bytes, shapes: Iterable[bytes]) -> bool:
    """Whether one of the shapes stands in the bytes, or in what they hold compressed."""
    wanted = list(shapes)
    if any(shape in content for shape in wanted):
        return True
    return any(shape in inner for inner in unpacked(content) for shape in wanted)


def unpacked(content: bytes) -> Iterator[bytes]:
    """What each compressed stream of the bytes holds."""
    for head in STREAM_HEADS:
        at = content.find(head)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[at : at + LONGEST_STREAM])
            at = content.find(head, at + 1)


def leaks(folders: Iterable[Path], words: Iterable[str]) -> tuple[int, list[str]]:
    """How many files were read, and those that hold one of the words."""
    shapes = [shape for word in words for shape in shapes_of(word)]
    read, found = 0, []
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                read += 1
                if found_in(file.read_bytes(), shapes):
                    found.append(f"{file.relative_to(folder)} holds a canary")
    return read, found
