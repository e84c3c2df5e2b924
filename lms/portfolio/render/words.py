"""The words of pieces: what kind each is, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping

from lms.kernel.text import Text, _
from lms.portfolio.models import PieceKind
from lms.portfolio.queries.offers import Offer, Words
from lms.portfolio.queries.pieces import Piece
from lms.web.i18n import gettext, said, sentence

KIND_WORDS: Mapping[PieceKind, Text] = {
    PieceKind.INTRODUCTION: _("My introduction"),
    PieceKind.OWN: _("Own piece"),
    PieceKind.MODULE: _("Module finished"),
    PieceKind.CHECK: _("Check passed"),
    PieceKind.WORK: _("Work that was accepted"),
    PieceKind.FEEDBACK: _("Feedback on my work"),
    PieceKind.REFLECTION: _("Reflection"),
    PieceKind.COMPETENCY: _("Competency"),
    PieceKind.CERTIFICATE: _("Certificate"),
    PieceKind.HOURS: _("Hours"),
}
GROUP_WORDS: Mapping[PieceKind, Text] = {
    PieceKind.MODULE: _("Modules finished"),
    PieceKind.CHECK: _("Checks passed"),
    PieceKind.WORK: _("My work that was accepted"),
    PieceKind.FEEDBACK: _("The feedback on it"),
    PieceKind.REFLECTION: _("My reflections"),
    PieceKind.COMPETENCY: _("Competencies, as both sides see them"),
    PieceKind.CERTIFICATE: _("My certificates"),
    PieceKind.HOURS: _("My hours"),
}


def words_of(words: Words) -> str:
    """Words of the curriculum or of ours, in the reader's language."""
    return sentence(words) if isinstance(words, Text) else said(words)


def title_of(piece: Piece, offers: Mapping[str, Offer]) -> str:
    """What a piece is called; something that is not there any more says so."""
    if piece.kind is PieceKind.INTRODUCTION:
        return sentence(KIND_WORDS[piece.kind])
    if piece.kind is PieceKind.OWN:
        return piece.title
    offer = offers.get(piece.key)
    return words_of(offer.title) if offer else gettext("No longer available")
