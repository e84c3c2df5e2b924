"""Pages of supervision, a file for each subject."""

from lms.supervision.views import (
    agreements,
    people,
    records,
    releases,
    revisions,
    sessions,
    signing,
)
from lms.supervision.views.blueprint import bp

__all__ = ["agreements", "bp", "people", "records", "releases", "revisions", "sessions", "signing"]
