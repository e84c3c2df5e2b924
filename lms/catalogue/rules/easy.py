"""The easy-to-read variant of a language: what it is called, and what it falls back to."""

from __future__ import annotations

ENDING = "-easy"


def easy(language: str) -> str:
    """The locale of the easy-to-read texts in this language: fr-easy."""
    return language + ENDING


def is_easy(locale: str) -> bool:
    return locale.endswith(ENDING)


def plain(locale: str) -> str:
    """The language of a locale, whichever of its texts is meant."""
    return locale.removesuffix(ENDING)
