"""The QR code as one SVG path, drawn by us so that the page stays a page of vectors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Modules of white around the code, without which readers miss it."""

_MASK = 4  # fixed: trying the eight masks takes longer than all the rest, for no better reading


@dataclass(frozen=True, slots=True)
class QrCode:
    """The dark modules as path data, and the side of the square with its quiet zone."""

    path: str
    side: int


def qr_code(url: str) -> QrCode:
    """In capitals, because the code for capitals alone is coarser and so easier to read."""
    code = segno.make_qr(url.upper(), error="m", boost_error=False, mask=_MASK)
    matrix = [bytes(row) for row in code.matrix]
    bars = [bar for y, row in enumerate(matrix) for bar in _bars(row, y)]
    return QrCode("".join(bars), len(matrix) + 2 * QUIET)


def _bars(row: bytes, y: int) -> list[str]:
    bars, x = [], 0
    for dark, run in groupby(row):
        width = len(list(run))
        if dark:
            bars.append(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z")
        x += width
    return bars
