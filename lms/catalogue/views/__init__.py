"""Pages of the studio, a file for each subject."""

from lms.catalogue.views import (
    archives,
    bank,
    bank_forms,
    drafts,
    editing,
    media,
    pages,
    reviewing,
    taking,
    typed,
)
from lms.catalogue.views.blueprint import bp

__all__ = [
    "archives",
    "bank",
    "bank_forms",
    "bp",
    "drafts",
    "editing",
    "media",
    "pages",
    "reviewing",
    "taking",
    "typed",
]
