"""Whether an image file holds its pixels and nothing else: no place, no camera, no second file."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
# Begin, end, and what describes the pixels; 0xE0 is the plain header.
JPEG_SEGMENTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0}
HEADER, HEADER_BYTES = 0xE0, 16
SCAN, END, RESTARTS = 0xDA, 0xD9, range(0xD0, 0xD8)


def is_clean(content: bytes, ending: str) -> bool:
    """True when every part of the file is needed to show it."""
    try:
        return CLEAN[ending](content)
    except (IndexError, struct.error):
        return False


def _png(content: bytes) -> bool:
    place, name = 8, b""
    while place < len(content) and name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, place)
        if name not in PNG_CHUNKS:
            return False
        place += length + 12
    return name == b"IEND" and place == len(content)


def _webp(content: bytes) -> bool:
    (length,) = struct.unpack_from("<I", content, 4)
    place = 12
    while place < len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        if name not in WEBP_CHUNKS:
            return False
        place += 8 + size + size % 2
    return bool(place == len(content) == length + 8)


def _jpeg(content: bytes) -> bool:
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == END:
            return place + 2 == len(content)
        if marker != SCAN and marker not in JPEG_SEGMENTS:
            return False
        length = struct.unpack_from(">H", content, place + 2)[0]
        if marker == HEADER and length != HEADER_BYTES:
            return False
        place += 2 + length
        if marker == SCAN:
            place = _after_scan(content, place)
    return False


def _after_scan(content: bytes, place: int) -> int:
    """Where the marker after these pixels stands; a 0xFF among them is followed by zero."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise IndexError
        following = content[place + 1]
        if following != 0 and following not in RESTARTS:
            return place
        place += 2


CLEAN: Mapping[str, Callable[[bytes], bool]] = {"jpg": _jpeg, "png": _png, "webp": _webp}
