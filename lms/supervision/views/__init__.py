"""Pages of supervision, a file for each subject."""

from lms.supervision.views import agreements, people, records, sessions, signing
from lms.supervision.views.blueprint import bp

__all__ = ["agreements", "bp", "people", "records", "sessions", "signing"]
