"""Pure rules of the catalogue: words in two languages, reading of curriculum files, outlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.catalogue.rules.easy import plain


def said(words: Mapping[str, Any], locale: str) -> str:
    """The words in the reader's locale, else in its language, French when there is no other."""
    return str(words.get(locale) or words.get(plain(locale)) or words["fr"])
