"""Pages of certification, a file for each subject."""

from lms.certification.views import (
    archive,
    certificates,
    correcting,
    issuing,
    missing,
    moving,
    verification,
)
from lms.certification.views.blueprint import bp

__all__ = [
    "archive",
    "bp",
    "certificates",
    "correcting",
    "issuing",
    "missing",
    "moving",
    "verification",
]
