"""The kinds of questions that a check can ask."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMBER = "number"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAPS = "gaps"
    OPEN = "open"
    """Read by a tutor."""


class GapKind(StrEnum):
    """How a gap is filled."""

    CHOICE = "choice"
    SHORT = "short"
    NUMBER = "number"


def kind_of(question: Mapping[str, Any]) -> QuestionKind:
    """Questions of earlier days, and those that say nothing, ask for one choice."""
    return QuestionKind(question.get("kind", QuestionKind.SINGLE))
