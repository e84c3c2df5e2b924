"""Pages of hours."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.attendance.queries.mine import attendance_of
from lms.hours import policies, queries
from lms.supervision.queries import totals_of
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import now, page

bp = Blueprint("hours", __name__)


@bp.get("/hours")
@requires(policies.may_read_own_hours)
def hours() -> ResponseReturnValue:
    """Training, group sessions and supervision of the person, side by side and apart."""
    return page(
        "hours/hours.html",
        programmes=queries.training_of(db.session, actor),
        attendance=attendance_of(db.session, actor.person_id, now=now()),
        supervision=totals_of(db.session, actor.person_id, now=now()),
    )
