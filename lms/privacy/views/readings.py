"""The page that tells a person who read or downloaded what about them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue

from lms.privacy import policies
from lms.privacy.queries.readings import readings_about
from lms.privacy.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import page


@bp.get("/account/data/readings")
@requires(policies.may_see_own_data)
def readings() -> ResponseReturnValue:
    """Who, what and on which day, newest first; the reader is the only subject there is."""
    after = request.args.get("after", "")
    zone = ZoneInfo(actor.time_zone)
    found = readings_about(db.session, actor.person_id, zone=zone, after=after)
    return page("privacy/readings.html", found=found, after=after)
