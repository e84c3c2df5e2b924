"""How the name is set: in which face, how large, on how many lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from lms.printing.models import UnprintableText
from lms.printing.render.assets import font
from lms.printing.rules import unprintable_sign

LINE = 575.0
"""Points between the margins of the page, a little less than there are."""

ONE_LINE_SIZES = (34, 31, 28, 25)
MANY_LINE_SIZES = (25, 21, 17)

_FACES = {"fraunces": "Fraunces-Medium.ttf", "noto": "NotoSerif-Medium.ttf"}


@dataclass(frozen=True, slots=True)
class Lettering:
    """One face for the whole name (a name in two faces looks mended), a size, balanced lines."""

    face: str
    points: int
    lines: tuple[str, ...]


def refuse_unprintable(text: str) -> None:
    """Control, direction-changing and unassigned signs have no place on paper."""
    sign = unprintable_sign(text)
    if sign is not None:
        raise UnprintableText(f"cannot be printed: U+{ord(sign):04X}")


def letter(name: str) -> Lettering:
    """The largest setting that fits; past three lines the last size is kept and wraps."""
    words = " ".join(name.split())
    face = "fraunces" if _covers("fraunces", words) else "noto"
    for points in ONE_LINE_SIZES:
        if _width(face, words) * points <= LINE:
            return Lettering(face, points, (words,))
    for points in MANY_LINE_SIZES:
        for lines in (_halved(face, words), _filled(face, words, points)):
            if len(lines) <= 3 and all(_width(face, line) * points <= LINE for line in lines):
                return Lettering(face, points, lines)
    return Lettering(face, MANY_LINE_SIZES[-1], (words,))


def _halved(face: str, words: str) -> tuple[str, ...]:
    """Two lines of lengths as near as the spaces and hyphens allow."""
    cuts = [match.end() for match in re.finditer(r"[ -]", words)]
    if not cuts:
        return (words,)
    pairs = [(words[:cut].rstrip(), words[cut:]) for cut in cuts]
    return min(pairs, key=lambda pair: max(_width(face, line) for line in pair))


def _filled(face: str, words: str, points: int) -> tuple[str, ...]:
    """As many words on each line as fit."""
    lines = [""]
    for piece in re.findall(r"[^ -]*[ -]?", words):
        if _width(face, (lines[-1] + piece).rstrip()) * points > LINE and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return tuple(line.rstrip() for line in lines if line)


def _covers(face: str, text: str) -> bool:
    return all(ord(sign) in _advances(face) for sign in text)


def _width(face: str, text: str) -> float:
    """In units of the size; a sign of another face is taken to be square."""
    advances = _advances(face)
    return sum(advances.get(ord(sign), 1.0) for sign in text)


@cache
def _advances(face: str) -> dict[int, float]:
    with TTFont(font(_FACES[face])) as file:
        em, metrics = file["head"].unitsPerEm, file["hmtx"]
        return {sign: metrics[glyph][0] / em for sign, glyph in file.getBestCmap().items()}
