"""Pages of the studio, a file for each subject."""

from lms.catalogue.views import drafts, editing, pages, reviewing, typed
from lms.catalogue.views.blueprint import bp

__all__ = ["bp", "drafts", "editing", "pages", "reviewing", "typed"]
