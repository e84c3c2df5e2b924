"""What a screen reader meets: every English passage marked, the text in the order of reading."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from tests.printing.papers import drawn, named


class Spoken:
    """The text of a tagged PDF in the order of its tags, each piece with its language."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pikepdf.open(io.BytesIO(pdf))
        self._texts = {page.objgen: _marked_texts(page) for page in self._pdf.pages}

    def pieces(self) -> list[tuple[str, str]]:
        root: Any = self._pdf.Root
        return list(self._below(root.StructTreeRoot.K[0], str(root.Lang), None))

    def _below(self, element: Any, language: str, page: Any) -> Iterator[tuple[str, str]]:
        language = str(element.get("/Lang", language))
        page = element.get("/Pg", page)
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                yield language, self._texts[page.objgen].get(kid, "")
            elif "/S" in kid:
                yield from self._below(kid, language, page)


def _marked_texts(page: Any) -> dict[int, str]:
    texts: dict[int, str] = {}
    mark, letters = -1, {}
    for step in pikepdf.parse_content_stream(page):
        operands: Any = step.operands
        operator = step.operator
        if str(operator) == "BDC":
            mark = int(operands[1].MCID)
        elif str(operator) == "Tf":
            letters = _letters(page.Resources.Font[str(operands[0])])
        elif str(operator) == "TJ":
            glyphs = b"".join(
                bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)
            )
            shown = (glyphs[i : i + 2].hex() for i in range(0, len(glyphs), 2))
            texts[mark] = texts.get(mark, "") + "".join(letters.get(glyph, "") for glyph in shown)
    return texts


def _letters(font: Any) -> dict[str, str]:
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <((?:[0-9a-fA-F]{4})+)>", table)
    return {glyph.lower(): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


ENGLISH = re.compile(r"\b(the|of|to|and|awarded|Achieved|Result|length|statement|supervision)\b")
FRENCH = re.compile(r"\b(le|la|de|du|des|et|Acquis|Durée|prévue|attestation|signée)\b")


@pytest.mark.parametrize("count", [2, 7, 12])
def test_each_piece_of_text_is_in_the_language_it_is_marked_with(count: int) -> None:
    pieces = Spoken(drawn(named("Zoë Brontë", count, specimen=True))).pieces()

    assert {language for language, _ in pieces} == {"fr", "en"}
    assert [text for language, text in pieces if language == "fr" and _only(ENGLISH, text)] == []
    assert [text for language, text in pieces if language == "en" and _only(FRENCH, text)] == []


def _only(tongue: re.Pattern[str], text: str) -> bool:
    other = FRENCH if tongue is ENGLISH else ENGLISH
    return bool(tongue.search(text)) and not other.search(text)


def test_the_text_is_read_from_the_issuer_to_the_code() -> None:
    text = " ".join(text for _, text in Spoken(drawn(named("Zoë Brontë"))).pieces())

    places = [
        text.index(words)
        for words in (
            "Association Les Deux Rives",
            "Attestation de fin",
            "Zoë Brontë",
            "a terminé le parcours",
            "Durée prévue des étapes",
            "Repères et posture",
            "Fait à Lyon",
            "ni un diplôme",
            "355Q-AKGD-2AVS-QWH2",
        )
    ]
    assert places == sorted(places)
