"""Pages of assessment, a file for each subject."""

from lms.assessment.views import competencies, exemptions, positioning, tutoring, work
from lms.assessment.views.blueprint import bp

__all__ = ["bp", "competencies", "exemptions", "positioning", "tutoring", "work"]
