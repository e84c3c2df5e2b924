"""The page of one's own data: from here one takes, reviews and erases."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.exports.queries import last_export
from lms.privacy import policies
from lms.privacy.forms import PressForm
from lms.privacy.views.blueprint import bp
from lms.retention.queries import kept_for
from lms.retention.rules import length_in_words
from lms.supervision.queries.releases import about_me
from lms.web.database import db
from lms.web.form import Form
from lms.web.guard import actor, requires
from lms.web.page import form_page, now, today_for


@bp.get("/account/data")
@requires(policies.may_see_own_data)
def mine() -> ResponseReturnValue:
    """What the person can do about their own data."""
    return mine_page(PressForm())


def mine_page(form: Form) -> ResponseReturnValue:
    """The page, with what was refused of the form that was pressed."""
    return form_page(
        "privacy/mine.html",
        form,
        export=last_export(db.session, actor.person_id),
        moment=now(),
        aide_memoires=about_me(db.session, actor.person_id),
        today=today_for(actor),
        aide_memoires_kept=length_in_words(kept_for(db.session, "aide_memoires").days),
    )
