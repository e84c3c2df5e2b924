"""From the words of a booklet to the bytes of its PDF: for the drawing process only."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from lms.printing.models import BookletDocument
from lms.printing.render.assets import BASE_URL, TEMPLATES, ClosedFetcher, font
from lms.printing.render.finisher import finish_plain
from lms.printing.rules import unprintable_sign

FACES = (
    "SillageText-Regular.ttf",
    "NotoSans-Regular.ttf",
    "NotoSerifHebrew-Medium.ttf",
    "NotoNaskhArabic-Medium.ttf",
)
IN_ITS_PLACE = "?"


def render_booklet(document: BookletDocument) -> bytes:
    """The PDF, archival (PDF/A-3a) and accessible (PDF/UA-1); same words, same bytes."""
    drawable = BookletDocument.from_json(_drawable(document.to_json()))
    page = _template().render(paper=drawable)
    fonts, style = _typography()
    html = HTML(string=page, base_url=BASE_URL, url_fetcher=ClosedFetcher())
    drawn = html.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/a-3a")
    pdf: bytes = drawn.write_pdf(finisher=finish_plain, pdf_variant="pdf/a-3a")
    return pdf


def _drawable(written: str) -> str:
    """Letters and accents as one sign; a question mark for what no typeface of ours draws.

    Line breaks are escapes in JSON, and stay.
    """
    plain = unicodedata.normalize("NFC", written).replace("\t", " ")
    return "".join(_shown(sign) for sign in plain)


@cache
def _shown(sign: str) -> str:
    if ord(sign) in _covered():
        return "" if unprintable_sign(sign) else sign
    joins = unicodedata.category(sign)[0] in {"C", "M"}
    return "" if joins else IN_ITS_PLACE


@cache
def _covered() -> frozenset[int]:
    return frozenset(sign for face in FACES for sign in TTFont(font(face)).getBestCmap())


@cache
def _typography() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    style = CSS(url=BASE_URL + "booklet.css", url_fetcher=ClosedFetcher(), font_config=fonts)
    return fonts, style


@cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("booklet.html")
