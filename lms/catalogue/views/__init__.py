"""Pages of the studio, a file for each subject."""

from lms.catalogue.views import archives, bank, drafts, editing, media, pages, reviewing, typed
from lms.catalogue.views.blueprint import bp

__all__ = ["archives", "bank", "bp", "drafts", "editing", "media", "pages", "reviewing", "typed"]
