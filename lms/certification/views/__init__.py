"""Pages of certification, a file for each subject."""

from lms.certification.views import certificates, verification
from lms.certification.views.blueprint import bp

__all__ = ["bp", "certificates", "verification"]
