"""Attestations to draw, and what a reader finds in the PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache

import pypdf

from lms.printing.models import Bilingual, CertificateDocument, ModuleLine
from lms.printing.operations import render_in_child

MODULES = (
    Bilingual("Repères et posture", "Bearings and stance"),
    Bilingual("Écouter et soutenir", "Listening and supporting"),
    Bilingual("Droits des usagers, confidentialité", "Users’ rights, confidentiality"),
    Bilingual("Repérer la crise et orienter", "Recognising a crisis and referring"),
    Bilingual("Travailler avec l’équipe de soins", "Working with the care team"),
    Bilingual("Prendre soin de soi", "Looking after yourself"),
    Bilingual("Être supervisé", "Being supervised"),
)

ODD_NAMES = (
    "Zoë Brontë",
    "Nguyễn Thị Minh Châu",
    "Наталья Петрова",
    "Jean-Étienne de La Rochefoucauld-Montmorency-Saint-Hilaire",
    "O",
    "Siân O’Brien-Ağaoğlu",
    "Ελένη Παπαδοπούλου",
    "שרה כהן",
    "محمد القاسمي",
)


def modules(count: int) -> tuple[ModuleLine, ...]:
    return tuple(
        ModuleLine(
            title=MODULES[i % len(MODULES)],
            result=Bilingual("Acquis", "Achieved"),
            planned_minutes=150 + 15 * i,
        )
        for i in range(count)
    )


PAPER = CertificateDocument(
    organisation="Association Les Deux Rives",
    organisation_kind="Organisme de formation",
    nda_number="84 69 01234 69",
    printed_name="Éloïse Çelik",
    programme=Bilingual("Premiers pas en pair-aidance", "First steps in peer support"),
    modules=modules(2),
    training_minutes=317,
    supervision_minutes=240,
    uncountersigned_minutes=90,
    first_on=date(2026, 3, 1),
    last_on=date(2026, 6, 26),
    issued_on=date(2026, 7, 10),
    place="Lyon",
    signatory_name="Camille Arnaud",
    signatory_function="Direction de la formation",
    number="RIVE-2026-000012",
    code="355QAKGD2AVSQWH2",
    verify_url="https://sillage.example/v/355QAKGD2AVSQWH2",
    verify_address="sillage.example/v",
)


def named(name: str, count: int = 2, *, specimen: bool = False) -> CertificateDocument:
    return replace(PAPER, printed_name=name, modules=modules(count), specimen=specimen)


@cache
def drawn(paper: CertificateDocument) -> bytes:
    """The PDF, drawn once for all tests that look at it."""
    return render_in_child(paper)


def opened(paper: CertificateDocument) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(drawn(paper)))


def words(paper: CertificateDocument) -> str:
    """All its text, spaces and line ends alike."""
    return " ".join(" ".join(page.extract_text() for page in opened(paper).pages).split())


def says(paper: CertificateDocument, fact: str) -> bool:
    """Whether the words stand there in this order; the reader does not see every space."""
    return "".join(fact.split()) in "".join(words(paper).split())
