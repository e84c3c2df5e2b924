"""Pages of supervision, a file for each subject."""

from lms.supervision.views import agreements, records, sessions
from lms.supervision.views.blueprint import bp

__all__ = ["agreements", "bp", "records", "sessions"]
