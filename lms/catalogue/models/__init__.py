"""Published curriculum, written once, and the drafts that become its next versions."""

from lms.catalogue.models.bank import BankQuestion
from lms.catalogue.models.drafts import (
    LIVING,
    DraftFile,
    DraftReview,
    DraftState,
    ProgrammeDraft,
    Verdict,
)
from lms.catalogue.models.media import (
    DraftMedia,
    MediaFacts,
    MediaFile,
    MediaKind,
    VersionMedia,
)
from lms.catalogue.models.published import (
    Activity,
    ActivityKind,
    ActivityText,
    Framework,
    Module,
    ModuleText,
    ModuleTextKind,
    Programme,
    ProgrammeVersion,
    QuestionKey,
    VersionFile,
)

__all__ = [
    "LIVING",
    "Activity",
    "ActivityKind",
    "ActivityText",
    "BankQuestion",
    "DraftFile",
    "DraftMedia",
    "DraftReview",
    "DraftState",
    "Framework",
    "MediaFacts",
    "MediaFile",
    "MediaKind",
    "Module",
    "ModuleText",
    "ModuleTextKind",
    "Programme",
    "ProgrammeDraft",
    "ProgrammeVersion",
    "QuestionKey",
    "Verdict",
    "VersionFile",
    "VersionMedia",
]
