"""How training is shown."""

from lms.learning.render.checks import Review, result_words, reviews
from lms.learning.render.player import (
    StepItem,
    also_exempted,
    exempted_words,
    kind_words,
    place_words,
    step_items,
    steps_words,
    turns_shown,
)

__all__ = [
    "Review",
    "StepItem",
    "also_exempted",
    "exempted_words",
    "kind_words",
    "place_words",
    "result_words",
    "reviews",
    "step_items",
    "steps_words",
    "turns_shown",
]
