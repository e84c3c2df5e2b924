"""How training is shown."""

from lms.learning.render.checks import Review, result_words, reviews
from lms.learning.render.player import (
    StepItem,
    kind_words,
    place_words,
    step_items,
    turns_shown,
)

__all__ = [
    "Review",
    "StepItem",
    "kind_words",
    "place_words",
    "result_words",
    "reviews",
    "step_items",
    "turns_shown",
]
