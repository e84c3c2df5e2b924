"""How what the catalogue holds is shown."""

from lms.catalogue.render.lessons import Linked, Part, lesson, lesson_on, parts, parts_on
from lms.catalogue.render.media import Gallery, facts_words, kind_words, length_words, size_words
from lms.catalogue.rules.passages import MARKDOWN

__all__ = [
    "MARKDOWN",
    "Gallery",
    "Linked",
    "Part",
    "facts_words",
    "kind_words",
    "length_words",
    "lesson",
    "lesson_on",
    "parts",
    "parts_on",
    "size_words",
]
