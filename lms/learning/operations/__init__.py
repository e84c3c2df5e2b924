"""What may be done in training; one file for each subject."""

from lms.learning.operations.attempts import (
    AnswerQuestion,
    Submission,
    answer_question,
    start_attempt,
    submit_attempt,
)
from lms.learning.operations.enrolments import bump_facts, end_enrolment, enrol
from lms.learning.operations.steps import complete_activity

__all__ = [
    "AnswerQuestion",
    "Submission",
    "answer_question",
    "bump_facts",
    "complete_activity",
    "end_enrolment",
    "enrol",
    "start_attempt",
    "submit_attempt",
]
