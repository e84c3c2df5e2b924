"""The tables of learning: trainings and what was done in them, and cohorts."""

from lms.learning.models.cohorts import Cohort, CohortStaff, CohortState
from lms.learning.models.training import (
    Answer,
    Attempt,
    Completion,
    Enrolment,
    EnrolmentState,
    ReviewResponsibility,
    TrainingOffer,
)

__all__ = [
    "Answer",
    "Attempt",
    "Cohort",
    "CohortStaff",
    "CohortState",
    "Completion",
    "Enrolment",
    "EnrolmentState",
    "ReviewResponsibility",
    "TrainingOffer",
]
