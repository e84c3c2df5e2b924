"""How training is shown."""

from lms.learning.render.player import (
    StepItem,
    kind_words,
    place_words,
    result_words,
    reviews,
    step_items,
    turns_shown,
)

__all__ = [
    "StepItem",
    "kind_words",
    "place_words",
    "result_words",
    "reviews",
    "step_items",
    "turns_shown",
]
