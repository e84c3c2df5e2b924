"""Pages of the portfolio, a file for each subject."""

from lms.portfolio.views import composing, taking, writing
from lms.portfolio.views.blueprint import bp

__all__ = ["bp", "composing", "taking", "writing"]
