"""Tables of assessment; one file for each subject."""

from lms.assessment.models.competencies import (
    CompetencyLevel,
    Evidence,
    EvidenceSource,
    Level,
    Side,
)
from lms.assessment.models.exemptions import ExemptionFile, ExemptionText, ExemptionTextKind
from lms.assessment.models.positioning import (
    Moment,
    Positioning,
    PositioningLevel,
    PositioningText,
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
    "ExemptionFile",
    "ExemptionText",
    "ExemptionTextKind",
    "FileKind",
    "Level",
    "Moment",
    "Observation",
    "Positioning",
    "PositioningLevel",
    "PositioningText",
    "Side",
    "Work",
    "WorkFile",
    "WorkState",
    "WorkText",
    "WorkTextKind",
]
