"""Signature sheets to draw."""

from __future__ import annotations

import io
from datetime import date
from functools import cache

import pypdf

from lms.printing.models import Bilingual, SheetDocument, SheetHalf, SheetLine, Standing
from lms.printing.operations import render_in_child

STANDINGS = (Standing.OWN, Standing.PASSED, Standing.LATE, Standing.AWAY, Standing.UNSIGNED)
SIGNED = STANDINGS[:3]


def line(name: str, place: int, *, blank: bool) -> SheetLine:
    """The first one leads; each standing in turn."""
    standing = Standing.BLANK if blank else STANDINGS[place % 5]
    signed = standing in SIGNED
    late = standing is Standing.LATE
    return SheetLine(
        name=name,
        leads=not place,
        standing=standing,
        signed_on=date(2026, 11, 22) if signed else None,
        clock="9 h 05" if signed else "",
        reason=Bilingual("pas de réseau sur place", "no network there") if late else None,
        corrected=place == 3,
        mark="ab12cd34ef56" if signed else "",
    )


def sheet(names: tuple[str, ...], *, halves: int = 1, blank: bool = False) -> SheetDocument:
    lines = tuple(line(name, place, blank=blank) for place, name in enumerate(names))
    return SheetDocument(
        organisation="Association Les Deux Rives",
        organisation_kind="Organisme de formation",
        nda_number="84 69 01234 69",
        programme=Bilingual("Premiers pas en pair-aidance", "First steps in peer support"),
        cohort="Promotion 3",
        title="Écouter sans conseiller",
        module=Bilingual("Écouter", "Listening"),
        held_on=date(2026, 11, 22),
        place="Salle 2",
        at_distance=halves > 1,
        town="Reunion",
        make_up=blank,
        halves=tuple(
            SheetHalf(number=number + 1, begins="9 h", ends="12 h", minutes=180, lines=lines)
            for number in range(halves)
        ),
        number=0 if blank else 2,
        reference="k3J9",
        written_on=date(2026, 11, 23),
        specimen=halves > 1,
    )


@cache
def drawn(paper: SheetDocument) -> bytes:
    """The PDF, drawn once for all tests that look at it."""
    return render_in_child(paper)


def words(pdf: bytes) -> str:
    """All its text, without spaces: the reader does not see every one."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())
