"""Pages of privacy, a file for each subject."""

from lms.privacy.views import erasures, exports, mine, policy, readings, releases
from lms.privacy.views.blueprint import bp

__all__ = ["bp", "erasures", "exports", "mine", "policy", "readings", "releases"]
