"""What privacy keeps of its own, a file for each subject."""

from lms.privacy.models.erasures import ErasedPerson, Erasure, ErasureState

__all__ = [
    "ErasedPerson",
    "Erasure",
    "ErasureState",
]
