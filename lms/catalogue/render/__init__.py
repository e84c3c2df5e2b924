"""How what the catalogue holds is shown."""

from lms.catalogue.render.lessons import Linked, Part, lesson, parts
from lms.catalogue.rules.passages import MARKDOWN

__all__ = ["MARKDOWN", "Linked", "Part", "lesson", "parts"]
