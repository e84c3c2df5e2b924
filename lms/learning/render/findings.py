"""What the linter looks at, in words; its details quote the text that is meant."""

from __future__ import annotations

from lms.catalogue.rules.lint.findings import Code
from lms.web.i18n import gettext as _


def code_words(code: Code) -> str:
    """What a finding is about."""
    return _WORDS[code]()


_WORDS = {
    Code.ACTIVITIES: lambda: _("Number of activities"),
    Code.ALT: lambda: _("Alternative text of an image"),
    Code.ANSWER_LENGTH: lambda: _("The right answer is the longest"),
    Code.ANSWER_PLACE: lambda: _("Right answers stand in the same place"),
    Code.EASY: lambda: _("Easy-to-read text"),
    Code.EXPLANATION: lambda: _("A choice without explanation"),
    Code.FAULT: lambda: _("To be mended before publishing"),
    Code.GENDERED: lambda: _("The reader is given a gender"),
    Code.HEADING: lambda: _("Order of headings"),
    Code.LINK: lambda: _("Address of a link"),
    Code.LINK_WORDS: lambda: _("Words of a link"),
    Code.MEDIA: lambda: _("Files of the module"),
    Code.MINUTES: lambda: _("Time to read"),
    Code.PARITY: lambda: _("French and English differ"),
    Code.PARTS: lambda: _("Kinds of activities"),
    Code.QUESTIONS: lambda: _("Number of questions"),
    Code.RATIO: lambda: _("Length of the two languages"),
    Code.SENTENCE: lambda: _("Long sentence"),
    Code.SESSION: lambda: _("Length of the group session's plan"),
    Code.STANDARD: lambda: _("What is asked of the modules"),
    Code.SUMMARY: lambda: _("Length of the page of main points"),
    Code.TWICE: lambda: _("The same text twice"),
    Code.UNTRANSLATED: lambda: _("Words that were not translated"),
    Code.WORD: lambda: _("A word to avoid"),
    Code.WORDS: lambda: _("Number of words"),
}
