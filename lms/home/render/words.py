"""Words that first pages and pages of managers share."""

from __future__ import annotations

from lms.catalogue.rules.outline import VersionOutline
from lms.learning.render import also_exempted
from lms.web.i18n import language, ngettext

StepItem = tuple[str, str, str | None, list[str]]
"""State, title, address and remarks, for the component that draws steps."""


def titles(version: VersionOutline) -> dict[str, str]:
    """The modules' titles by slug, in the reader's language."""
    return {module.slug: module.title[language()] for module in version.modules}


def steps_words(done: int, total: int, exempted: int = 0) -> str:
    """3 steps of 9, 2 exempted."""
    words = ngettext("%(num)d step of %(total)d", "%(num)d steps of %(total)d", done, total=total)
    return f"{words}, {also_exempted(exempted)}" if exempted else words
