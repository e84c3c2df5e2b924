"""Pages of learning, a file for each subject."""

from lms.learning.views import (
    checks,
    glossary,
    invitations,
    packs,
    player,
    reflection,
    reviews,
    searching,
)
from lms.learning.views.blueprint import bp

__all__ = [
    "bp",
    "checks",
    "glossary",
    "invitations",
    "packs",
    "player",
    "reflection",
    "reviews",
    "searching",
]
