"""Reading training; one file for each subject."""

from lms.learning.queries.attempts import (
    AttemptRow,
    Given,
    OpenAttempt,
    SubmittedAttempt,
    open_attempt,
    submitted_attempt,
    submitted_attempts,
)
from lms.learning.queries.progress import (
    EnrolmentRow,
    active_enrolments,
    best_in,
    done_in,
    progress_of,
)
from lms.learning.rules import BestCheck, Progress

__all__ = [
    "AttemptRow",
    "BestCheck",
    "EnrolmentRow",
    "Given",
    "OpenAttempt",
    "Progress",
    "SubmittedAttempt",
    "active_enrolments",
    "best_in",
    "done_in",
    "open_attempt",
    "progress_of",
    "submitted_attempt",
    "submitted_attempts",
]
