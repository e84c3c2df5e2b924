"""Pages of learning, a file for each subject."""

from lms.learning.views import checks, invitations, player, reflection, reviews
from lms.learning.views.blueprint import bp

__all__ = ["bp", "checks", "invitations", "player", "reflection", "reviews"]
