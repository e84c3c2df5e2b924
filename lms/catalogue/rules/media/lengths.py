"""How long a sound or a film is, where its file says so in its first or last bytes."""

from __future__ import annotations

import struct
import wave
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

LONGEST = 12 * 3600
MOST_BOXES = 200
HEAD, TAIL = 64 * 1024, 128 * 1024
MP3_VERSIONS = {3: 1, 2: 2, 0: 2}
MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MP3_BITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
EBML_DURATION, EBML_SCALE = b"\x44\x89", b"\x2a\xd7\xb1"
BROKEN = (
    struct.error,
    wave.Error,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    RuntimeError,  # what wave says of a part longer than its file
    ValueError,
)


def seconds_of(source: BinaryIO, ending: str) -> int | None:
    """Whole seconds, at least one; None where the file does not tell, or tells nonsense."""
    source.seek(0)
    try:
        seconds = LENGTHS[ending](source)
        if seconds is None or not 0 < seconds <= LONGEST:
            return None
        return max(1, round(seconds))
    except BROKEN:
        return None


def _wav(source: BinaryIO) -> float | None:
    with wave.open(source) as opened:
        rate = opened.getframerate()
        return opened.getnframes() / rate if rate else None


def _mp4(source: BinaryIO) -> float | None:
    """The movie header, inside the movie box."""
    end = source.seek(0, 2)
    for name, start, stop in _boxes(source, 0, end):
        if name == b"moov":
            for inner, begin, _stop in _boxes(source, start, stop):
                if inner == b"mvhd":
                    return _movie_header(source, begin)
    return None


def _boxes(source: BinaryIO, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _number in range(MOST_BOXES):
        if place + 8 > end:
            return
        source.seek(place)
        size, name = struct.unpack(">I4s", source.read(8))
        header = 8
        if size == 1:
            (size,) = struct.unpack(">Q", source.read(8))
            header = 16
        size = end - place if size == 0 else size
        if size < header:
            return
        yield name, place + header, min(place + size, end)
        place += size


def _movie_header(source: BinaryIO, place: int) -> float | None:
    source.seek(place)
    head = source.read(32)
    long = head[0] == 1
    scale, length = struct.unpack_from(">IQ" if long else ">II", head, 20 if long else 12)
    return length / scale if scale else None


def _ogg(source: BinaryIO) -> float | None:
    """The place of the last page, in samples of the rate that the first one names."""
    head = source.read(HEAD)
    vorbis = head.find(b"\x01vorbis")
    if b"OpusHead" in head:
        rate = 48000
    elif vorbis >= 0:
        (rate,) = struct.unpack_from("<I", head, vorbis + 12)
    else:
        return None
    size = source.seek(0, 2)
    source.seek(max(0, size - TAIL))
    tail = source.read(TAIL)
    last = tail.rfind(b"OggS")
    if last < 0 or not rate:
        return None
    (samples,) = struct.unpack_from("<q", tail, last + 6)
    return float(samples / rate)


def _mp3(source: BinaryIO) -> float | None:
    """Frames that the first one counts, or its bit rate for the whole file."""
    size = source.seek(0, 2)
    source.seek(0)
    head = source.read(10)
    start = 0
    if head.startswith(b"ID3"):
        start = 10 + sum((part & 0x7F) << 7 * (3 - n) for n, part in enumerate(head[6:10]))
    source.seek(start)
    frame = source.read(2048)
    first = next((n for n in range(len(frame) - 4) if begins_frame(frame[n : n + 4])), None)
    if first is None:
        return None
    version, layer_rate = (frame[first + 1] >> 3) & 3, frame[first + 2]
    rate = MP3_RATES[version][(layer_rate >> 2) & 3]
    per_frame = 1152 if version == 3 else 576
    for sign in (b"Xing", b"Info"):
        place = frame.find(sign, first)
        if place >= 0 and frame[place + 7] & 1:
            (frames,) = struct.unpack_from(">I", frame, place + 8)
            return float(frames * per_frame / rate)
    bits = MP3_BITS[MP3_VERSIONS[version]][layer_rate >> 4] * 1000
    return (size - start - first) * 8 / bits if bits else None


def begins_frame(four: bytes) -> bool:
    """Layer III, with a bit rate and a sample rate that exist."""
    return (
        len(four) == 4
        and four[0] == 0xFF
        and four[1] & 0xE6 == 0xE2
        and four[1] >> 3 & 3 != 1
        and four[2] >> 4 not in (0, 15)
        and four[2] >> 2 & 3 != 3
    )


def _webm(source: BinaryIO) -> float | None:
    """The duration of the segment, in units of its own scale (a millisecond unless it says)."""
    head = source.read(HEAD)
    place = head.find(EBML_DURATION)
    if place < 0:
        return None
    width = head[place + 2] & 0x7F
    if width not in (4, 8):
        return None
    (units,) = struct.unpack_from(">f" if width == 4 else ">d", head, place + 3)
    at = head.find(EBML_SCALE)
    scale = 1_000_000
    if at >= 0:
        length = head[at + 3] & 0x7F
        scale = int.from_bytes(head[at + 4 : at + 4 + length], "big")
    return float(units * scale / 1e9)


LENGTHS: Mapping[str, Callable[[BinaryIO], float | None]] = {
    "wav": _wav,
    "mp4": _mp4,
    "m4a": _mp4,
    "ogg": _ogg,
    "mp3": _mp3,
    "webm": _webm,
}
