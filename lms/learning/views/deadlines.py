"""The page where a manager reads the dates of a training, and gives more time."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.catalogue import queries as catalogue
from lms.journal.operations import Reading, note_reading
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms.pace import ExtendForm
from lms.learning.operations.pace import extend
from lms.learning.queries.pace import Pace, pace_of, training_in
from lms.learning.render.pace import days_words
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, now


@bp.route("/orgs/<org>/trainings/<public_id>/deadline", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def training_deadline(org: str, public_id: str) -> ResponseReturnValue:
    """Dates only: of the deadline and of the pauses, without a cause."""
    organisation_id = acting_in(org)
    training = pace_of(db.session, training_in(db.session, organisation_id, public_id))
    form = ExtendForm()
    if form.accepted():
        try:
            extend(db.session, training, form.until.data, by=actor.person_id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            here = url_for(".training_deadline", org=org, public_id=public_id)
            return done(_("The deadline has moved. The person sees it."), to=here)
    elif not form.is_submitted():
        _note(training)
    today = training.today(now())
    return form_page(
        "learning/training_deadline.html",
        form,
        org=org,
        training=training,
        title=catalogue.outline(db.session, training.version_id).title,
        deadline=training.deadline(today),
        today=today,
        days_words=days_words,
    )


def _note(training: Pace) -> None:
    read = Reading(
        action="learning.read_deadline",
        about=training.person_id,
        subject=("enrolment", training.public_id),
        organisation_id=training.organisation_id,
    )
    note_reading(db.session, db.writing, read, actor, now=now())
