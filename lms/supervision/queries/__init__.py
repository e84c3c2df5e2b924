"""Reading supervision: agreements, people, sessions, minutes, what waits, and records."""

from lms.supervision.queries.agreements import agreements_of_trainee
from lms.supervision.queries.minutes import next_unanswered_change, supervision_minutes, totals_of
from lms.supervision.queries.participations import (
    participations_for_organisation,
    participations_of,
)
from lms.supervision.queries.people import people_of
from lms.supervision.queries.sessions import last_session, sessions_of
from lms.supervision.queries.versions import counting, counts
from lms.supervision.queries.waiting import to_do_for_supervisor, to_do_for_trainee

__all__ = [
    "agreements_of_trainee",
    "counting",
    "counts",
    "last_session",
    "next_unanswered_change",
    "participations_for_organisation",
    "participations_of",
    "people_of",
    "sessions_of",
    "supervision_minutes",
    "to_do_for_supervisor",
    "to_do_for_trainee",
    "totals_of",
]
