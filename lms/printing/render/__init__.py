"""From the facts of an attestation to the bytes of its PDF: for the drawing process only."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from lms.printing.models import Bilingual, CertificateDocument
from lms.printing.render import words
from lms.printing.render.assets import BASE_URL, TEMPLATES, ClosedFetcher
from lms.printing.render.finisher import finish
from lms.printing.render.lettering import letter, refuse_unprintable
from lms.printing.render.qr import qr_code

MODULES_ON_THE_FIRST_PAGE = 7

_LEGAL = Bilingual(
    "Cette attestation n’est ni un diplôme d’État ni un avis sur la santé de la personne. "
    "La durée prévue est la durée estimée des étapes terminées : elle ne mesure pas une présence.",
    "This statement is neither a State diploma nor an opinion on the person’s health. "
    "The planned length is the estimated length of the completed steps: it does not measure "
    "attendance.",
)
_REGISTRATION = Bilingual(
    "L’enregistrement de la déclaration d’activité ne vaut pas agrément de l’État.",
    "Registration as a training body is not State approval.",
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Whether the modules leave the first page, its foot goes to the bottom, the annex is drawn.

    A page that is spread must be known to fit: what overflows it would be lost.
    """

    annexed: bool
    spread: bool
    annex: bool


@dataclass(frozen=True, slots=True)
class _Fact:
    label: Bilingual
    amount: str


def render_certificate(document: CertificateDocument) -> bytes:
    """The PDF, archival (PDF/A-3a) and accessible (PDF/UA-1); same document, same bytes."""
    paper = _composed(document)
    for text in paper.texts():
        refuse_unprintable(text)
    pdf: bytes = _lay_out(paper, _best(paper)).write_pdf(finisher=finish, pdf_variant="pdf/a-3a")
    return pdf


def _best(paper: CertificateDocument) -> _Layout:
    """All on one page; else the modules on the next; else, for immense titles, as it comes."""
    few = len(paper.modules) <= MODULES_ON_THE_FIRST_PAGE
    for annexed in (False, True) if few else (True,):
        trial = _Layout(annexed=annexed, spread=False, annex=False)
        if len(_lay_out(paper, trial).pages) == 1:
            return replace(trial, spread=True, annex=annexed)
    return _Layout(annexed=True, spread=False, annex=True)


def _composed(document: CertificateDocument) -> CertificateDocument:
    """Letters and their accents as one sign, which is what the typefaces draw best."""
    return CertificateDocument.from_json(unicodedata.normalize("NFC", document.to_json()))


def _lay_out(paper: CertificateDocument, layout: _Layout) -> Any:
    fonts, style = _typography()
    html = HTML(string=_page(paper, layout), base_url=BASE_URL, url_fetcher=ClosedFetcher())
    return html.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/a-3a")


def _page(paper: CertificateDocument, layout: _Layout) -> str:
    page: str = _template().render(
        paper=paper,
        layout=layout,
        name=letter(paper.printed_name),
        period=words.period(paper.first_on, paper.last_on),
        issued=words.day(paper.issued_on),
        length=words.length,
        facts=_facts(paper),
        legal=_legal(paper),
        qr=qr_code(paper.verify_url),
    )
    return page


def _facts(paper: CertificateDocument) -> list[_Fact]:
    """The kinds of minutes side by side, never as a sum; a kind with none is left out."""
    kinds = (
        (
            "Durée prévue des étapes terminées",
            "Planned length of completed steps",
            paper.training_minutes,
        ),
        ("Supervision signée", "Signed supervision", paper.supervision_minutes),
        (
            "Supervision non contresignée (à part)",
            "Supervision not countersigned (apart)",
            paper.uncountersigned_minutes,
        ),
    )
    return [_Fact(Bilingual(fr, en), words.length(some)) for fr, en, some in kinds if some]


def _legal(paper: CertificateDocument) -> list[Bilingual]:
    registered = [_REGISTRATION] if paper.nda_number else []
    return [_LEGAL, *registered, *paper.legal_lines]


@cache
def _typography() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    style = CSS(url=BASE_URL + "attestation.css", url_fetcher=ClosedFetcher(), font_config=fonts)
    return fonts, style


@cache
def _template() -> Any:
    return environment().get_template("attestation.html")


def environment() -> Environment:
    """Where the templates of papers are read."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
