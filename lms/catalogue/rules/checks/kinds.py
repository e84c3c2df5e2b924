"""The kinds of questions that a check can ask."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from lms.catalogue.models.bank import QuestionKind

__all__ = ["TYPED", "GapKind", "QuestionKind", "kind_of"]


class GapKind(StrEnum):
    """How a gap is filled."""

    CHOICE = "choice"
    SHORT = "short"
    NUMBER = "number"


TYPED = frozenset({QuestionKind.SHORT, QuestionKind.NUMBER, QuestionKind.GAPS})
"""Kinds that are answered in words of one's own, however few: those are sealed."""


def kind_of(question: Mapping[str, Any]) -> QuestionKind:
    """Questions of earlier days, and those that say nothing, ask for one choice."""
    return QuestionKind(question.get("kind", QuestionKind.SINGLE))
