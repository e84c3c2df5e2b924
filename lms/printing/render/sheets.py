"""From the lines of a signature sheet to the bytes of its PDF: for the drawing process only."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from lms.printing.models import Bilingual, SheetDocument, Standing
from lms.printing.render import environment, words
from lms.printing.render.assets import BASE_URL, ClosedFetcher
from lms.printing.render.finisher import finish
from lms.printing.render.lettering import refuse_unprintable

_SAYS = {
    Standing.OWN: Bilingual("Signé depuis son propre compte", "Signed from one’s own account"),
    Standing.PASSED: Bilingual(
        "Signé sur le téléphone qui a circulé", "Signed on the telephone that went round"
    ),
    Standing.LATE: Bilingual("Signé hors délai", "Signed after the time"),
    Standing.AWAY: Bilingual("Absence", "Away"),
    Standing.UNSIGNED: Bilingual("Sans signature", "Not signed"),
}


def render_sheet(document: SheetDocument) -> bytes:
    """The PDF, archival (PDF/A-3a) and accessible (PDF/UA-1); same sheet, same bytes."""
    # Letters and their accents as one sign, which is what the typefaces draw best.
    paper = SheetDocument.from_json(unicodedata.normalize("NFC", document.to_json()))
    for text in paper.texts():
        refuse_unprintable(text)
    page = _template().render(
        paper=paper,
        held=words.day(paper.held_on),
        written=words.day(paper.written_on),
        day=words.day,
        length=words.length,
        says=_SAYS,
    )
    fonts, style = _typography()
    html = HTML(string=page, base_url=BASE_URL, url_fetcher=ClosedFetcher())
    pdf: bytes = html.write_pdf(
        finisher=finish, pdf_variant="pdf/a-3a", font_config=fonts, stylesheets=[style]
    )
    return pdf


@cache
def _typography() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    style = CSS(url=BASE_URL + "sheet.css", url_fetcher=ClosedFetcher(), font_config=fonts)
    return fonts, style


@cache
def _template() -> Any:
    return environment().get_template("sheet.html")
