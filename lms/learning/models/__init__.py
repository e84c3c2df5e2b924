"""The tables of learning: trainings and what was done in them, cohorts, pace and tutoring."""

from lms.learning.models.answers import AnswerReading, Judgement, OpenAnswer, TypedAnswer
from lms.learning.models.cohorts import Cohort, CohortStaff, CohortState
from lms.learning.models.exemptions import ExemptedStep, Exemption, ExemptionWithdrawal
from lms.learning.models.joining import CohortLink, JoiningLetter, JoinRequest, RequestState
from lms.learning.models.moves import CarriedStep, EnrolmentMove
from lms.learning.models.pace import DeadlineMove, ModuleDeadline, MoveKind, Pause
from lms.learning.models.reading import (
    CommentState,
    PassageAnswer,
    PassageComment,
    ReadingPlace,
)
from lms.learning.models.training import (
    Answer,
    Attempt,
    Completion,
    Enrolment,
    EnrolmentState,
    ReviewResponsibility,
    TrainingOffer,
)
from lms.learning.models.tutoring import ContactKind, Side, TutorContact, TutorMessage

__all__ = [
    "Answer",
    "AnswerReading",
    "Attempt",
    "CarriedStep",
    "Cohort",
    "CohortLink",
    "CohortStaff",
    "CohortState",
    "CommentState",
    "Completion",
    "ContactKind",
    "DeadlineMove",
    "Enrolment",
    "EnrolmentMove",
    "EnrolmentState",
    "ExemptedStep",
    "Exemption",
    "ExemptionWithdrawal",
    "JoinRequest",
    "JoiningLetter",
    "Judgement",
    "ModuleDeadline",
    "MoveKind",
    "OpenAnswer",
    "PassageAnswer",
    "PassageComment",
    "Pause",
    "ReadingPlace",
    "RequestState",
    "ReviewResponsibility",
    "Side",
    "TrainingOffer",
    "TutorContact",
    "TutorMessage",
    "TypedAnswer",
]
