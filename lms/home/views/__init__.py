"""Pages of home, a file for each subject."""

from lms.home.views import home, people, roster, suspending
from lms.home.views.blueprint import bp

__all__ = ["bp", "home", "people", "roster", "suspending"]
