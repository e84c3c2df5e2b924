"""Pages of privacy, a file for each subject."""

from lms.privacy.views import mine
from lms.privacy.views.blueprint import bp

__all__ = ["bp", "mine"]
