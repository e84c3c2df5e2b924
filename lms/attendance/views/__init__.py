"""Pages of attendance, a file for each subject."""

from lms.attendance.views import calendar, papers, planning, signing
from lms.attendance.views.blueprint import bp

__all__ = ["bp", "calendar", "papers", "planning", "signing"]
