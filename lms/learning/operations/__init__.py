"""What may be done in training; one file for each subject."""

from lms.learning.operations.attempts import (
    AnswerQuestion,
    Submission,
    answer_question,
    start_attempt,
    submit_attempt,
)
from lms.learning.operations.enrolments import bump_facts, end_enrolment, enrol
from lms.learning.operations.open_answers import Written, draft_subject
from lms.learning.operations.readings import ReadAnswer, read_answer
from lms.learning.operations.steps import complete_activity
from lms.learning.operations.typed_answers import Typed

__all__ = [
    "AnswerQuestion",
    "ReadAnswer",
    "Submission",
    "Typed",
    "Written",
    "answer_question",
    "bump_facts",
    "complete_activity",
    "draft_subject",
    "end_enrolment",
    "enrol",
    "read_answer",
    "start_attempt",
    "submit_attempt",
]
