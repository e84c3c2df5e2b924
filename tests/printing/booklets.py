"""Booklets to draw: everything that one may hold, and nearly nothing."""

from __future__ import annotations

from lms.printing.models import BookletDocument, BookletSection
from lms.printing.operations import render_in_child

WORDS = "J’ai appris à écouter : « sans conseiller », et à dire non.\nUne ligne. " * 12


def booklet(sections: int, language: str = "fr") -> BookletDocument:
    """So many parts, each with facts, texts in several scripts, and files."""
    part = BookletSection(
        kind="Travail accepté",
        title="Écouter sans conseiller 🌞",
        about="Module 1, 24 novembre 2026",
        facts=(("Mon point de vue", "Acquis, le 1er mars 2026"), ("Formation", "2 h 30")),
        texts=(("", (WORDS, "שלום — سلام — 李小龙 𓀀")), ("Ce que je retiens", (WORDS,) * 3)),
        files=("Compte rendu été.pdf", "photo.jpg"),
    )
    return BookletDocument(
        language=language,
        title="Portfolio",
        name="Éloïse Çelik",
        made="Composé le 24 novembre 2026",
        files_label="Fichiers dans le dossier",
        sections=(part,) * sections,
    )


BARE = BookletDocument(
    language="en", title="Portfolio", name="O", made="…", files_label="Files", sections=()
)


def drawn(document: BookletDocument) -> bytes:
    """Its PDF."""
    return render_in_child(document)
