"""The page of one's own data: from here one takes, reviews and erases."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.privacy import policies
from lms.privacy.views.blueprint import bp
from lms.web.guard import requires
from lms.web.page import page


@bp.get("/account/data")
@requires(policies.may_see_own_data)
def mine() -> ResponseReturnValue:
    """What the person can do about their own data."""
    return page("privacy/mine.html")
