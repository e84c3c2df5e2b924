"""Tables of assessment; one file for each subject."""

from lms.assessment.models.competencies import (
    CompetencyLevel,
    Evidence,
    EvidenceSource,
    Level,
    Side,
)
from lms.assessment.models.work import (
    FileKind,
    Observation,
    Work,
    WorkFile,
    WorkState,
    WorkText,
    WorkTextKind,
)

__all__ = [
    "CompetencyLevel",
    "Evidence",
    "EvidenceSource",
    "FileKind",
    "Level",
    "Observation",
    "Side",
    "Work",
    "WorkFile",
    "WorkState",
    "WorkText",
    "WorkTextKind",
]
