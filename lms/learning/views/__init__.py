"""Pages of learning, a file for each subject."""

from lms.learning.views import (
    checks,
    cohort_people,
    cohorts,
    glossary,
    invitations,
    leaving,
    notices,
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
    "cohort_people",
    "cohorts",
    "glossary",
    "invitations",
    "leaving",
    "notices",
    "packs",
    "player",
    "reflection",
    "reviews",
    "searching",
]
