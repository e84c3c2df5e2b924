"""What privacy keeps of its own, a file for each subject."""

from lms.privacy.models.erasures import ErasedPerson, Erasure, ErasureState
from lms.privacy.models.exports import (
    Export,
    ExportPart,
    ExportState,
)

__all__ = [
    "ErasedPerson",
    "Erasure",
    "ErasureState",
    "Export",
    "ExportPart",
    "ExportState",
]
