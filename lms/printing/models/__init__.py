"""What papers say, complete and frozen, and the ways in which drawing one can fail."""

from lms.printing.models.booklets import BookletDocument, BookletSection
from lms.printing.models.certificates import CertificateDocument, ModuleLine
from lms.printing.models.papers import (
    DEBIAN_PACKAGES,
    Bilingual,
    PrintingFailed,
    PrintingUnavailable,
    UnprintableText,
)
from lms.printing.models.sheets import SheetDocument, SheetHalf, SheetLine, Standing

__all__ = [
    "DEBIAN_PACKAGES",
    "Bilingual",
    "BookletDocument",
    "BookletSection",
    "CertificateDocument",
    "ModuleLine",
    "PrintingFailed",
    "PrintingUnavailable",
    "SheetDocument",
    "SheetHalf",
    "SheetLine",
    "Standing",
    "UnprintableText",
]
