"""The picture that an authenticator app reads, as one SVG path: no markup to trust."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Modules of white around the code, without which cameras miss it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The dark modules as path data, and the side of the square with its quiet zone."""

    path: str
    side: int


def picture_of(address: str) -> Picture:
    """The QR code of an address."""
    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    bars = [bar for y, row in enumerate(rows) for bar in _bars(row, y + QUIET)]
    return Picture("".join(bars), len(rows) + 2 * QUIET)


def _bars(row: bytes, y: int) -> list[str]:
    bars, x = [], QUIET
    for dark, run in groupby(row):
        width = len(list(run))
        if dark:
            bars.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return bars
