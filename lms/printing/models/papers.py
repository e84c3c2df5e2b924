"""What all papers share: words in two languages, and the ways in which drawing one can fail."""

from __future__ import annotations

from dataclasses import dataclass

DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""What the drawing needs besides Python; `missing_packages()` says which of them are absent."""


class PrintingFailed(Exception):
    """The document was not drawn; trying again later may help."""


class PrintingUnavailable(PrintingFailed):
    """This machine lacks the text libraries; the message names the packages to install."""


class UnprintableText(PrintingFailed):
    """The text holds signs that no typeface here can draw; trying again will not help."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in French, the main language of the page, and in English."""

    fr: str
    en: str
