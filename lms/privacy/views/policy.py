"""The public page: what is kept, why, for how long, and who reads it."""

from __future__ import annotations

from datetime import timedelta

from flask.typing import ResponseReturnValue

from lms.accounts.rules.people import SIGN_IN_LINK_WITHIN
from lms.drafts import rules as drafts
from lms.exports.rules import pace
from lms.privacy.rules.erasures import KEPT_OPEN
from lms.privacy.views.blueprint import bp
from lms.retention.queries import durations
from lms.retention.rules import RULES, length_in_words
from lms.web.database import db
from lms.web.errors import OUTAGES
from lms.web.guard import public
from lms.web.page import page

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)


def _days() -> dict[str, int]:
    try:
        return durations(db.session)
    except OUTAGES:
        # The page needs nobody's data: without its database it tells the longest there may be.
        return {rule.name: rule.days for rule in RULES}


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept, why, who reads it; the durations are those that hold today."""
    days = _days()
    return page(
        "privacy/privacy.html",
        rules=[(rule, length_in_words(days[rule.name])) for rule in RULES],
        aide_memoires=length_in_words(days["aide_memoires"]),
        link_minutes=SIGN_IN_LINK_WITHIN // A_MINUTE,
        form_hours=drafts.KEPT_FOR // AN_HOUR,
        export_hours=pace.KEPT_FOR // AN_HOUR,
        erased_after=KEPT_OPEN.days,
    )
