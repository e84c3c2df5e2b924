"""Rules of supervision, a file for each subject."""

from lms.supervision.rules.signing import ANSWER_WITHIN, ShownStanding, shown_standing

__all__ = ["ANSWER_WITHIN", "ShownStanding", "shown_standing"]
