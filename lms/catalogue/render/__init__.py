"""How what the catalogue holds is shown."""

from lms.catalogue.render.lessons import MARKDOWN, Linked, lesson

__all__ = ["MARKDOWN", "Linked", "lesson"]
