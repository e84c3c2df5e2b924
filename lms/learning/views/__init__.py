"""Pages of learning, a file for each subject."""

from lms.learning.views import (
    checks,
    cohort_people,
    cohorts,
    deadlines,
    exchanges,
    glossary,
    invitations,
    leaving,
    notices,
    pace,
    packs,
    player,
    reflection,
    reviews,
    searching,
    tutoring,
)
from lms.learning.views.blueprint import bp

__all__ = [
    "bp",
    "checks",
    "cohort_people",
    "cohorts",
    "deadlines",
    "exchanges",
    "glossary",
    "invitations",
    "leaving",
    "notices",
    "pace",
    "packs",
    "player",
    "reflection",
    "reviews",
    "searching",
    "tutoring",
]
