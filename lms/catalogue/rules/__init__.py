"""Pure rules of the catalogue: words in two languages, reading of curriculum files, outlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def said(words: Mapping[str, Any], locale: str) -> str:
    """The words in the reader's language, French when there is no other."""
    return str(words.get(locale) or words["fr"])
