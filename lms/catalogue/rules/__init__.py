"""Pure rules of the catalogue."""

from __future__ import annotations

from typing import Any


def said(words: dict[str, Any], locale: str) -> str:
    """The words in the reader's language, French when there is no other."""
    return str(words.get(locale) or words["fr"])
