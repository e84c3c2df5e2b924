"""Pages of the portfolio, a file for each subject."""

from lms.portfolio.views import composing, writing
from lms.portfolio.views.blueprint import bp

__all__ = ["bp", "composing", "writing"]
