"""Structures that are kept instead of sentences, put into the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lms.kernel.text import Minutes, Text
from lms.web.i18n import sentence

Row = dict[str, Any]


def as_sentences(row: Row) -> Row:
    """The row, its letters and signed sentences in words."""
    words, signed = row.get("words"), row.get("sentence")
    if isinstance(words, Mapping) and "subject" in words:
        lines = [said(line) for line in words["lines"]]
        row = {**row, "words": {"subject": said(words["subject"]), "lines": lines}}
    if isinstance(signed, Mapping):
        row = {**row, "sentence": [said(one) for one in signed["sentences"]]}
    return row


def said(packed: Mapping[str, Any]) -> str:
    """A sentence from the structure that outbox and supervision keep."""
    params = {name: _param(value) for name, value in packed["params"].items()}
    return sentence(Text(packed["msgid"], params))


def _param(value: Any) -> str | int | date | Minutes:
    """Lengths and days are kept as {"minutes": 90} and {"day": …}; signatures keep days as text."""
    if isinstance(value, Mapping):
        if "minutes" in value:
            return Minutes(value["minutes"])
        return date.fromisoformat(value["day"])
    kept: str | int = value
    return _day_or_words(kept) if isinstance(kept, str) else kept


def _day_or_words(value: str) -> str | date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
