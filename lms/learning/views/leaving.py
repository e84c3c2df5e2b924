"""The page where a person ends their own training, and reads what stays."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import ConfirmForm
from lms.learning.models import Enrolment
from lms.learning.operations.enrolments import end_enrolment
from lms.learning.queries import done_in
from lms.learning.views.blueprint import bp
from lms.learning.views.training import training
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, now, today_for


@bp.route("/path/end", methods=["GET", "POST"])
@requires(policies.may_learn)
def leave() -> ResponseReturnValue:
    """No reason is asked."""
    form = ConfirmForm()
    # Asked first: the same press twice has its first answer, whatever is over by then.
    sent = form.accepted()
    found = training()
    if sent:
        mine = db.session.get_one(Enrolment, found.enrolment.id)
        end_enrolment(db.session, mine, by=actor.person_id, on=today_for(actor), now=now())
        words = _("Your enrolment has ended. Everything that you did stays yours.")
        return done(words, to=url_for("home.home"))
    steps = done_in(db.session, actor.person_id, found.version)
    return form_page("learning/leave.html", form, training=found, steps=len(steps))
