"""Pages: going on with a newer version, after seeing what is kept and what is new."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.certification import policies, queries
from lms.certification.forms import MoveForm
from lms.certification.operations.moving import is_certified, move_to_version
from lms.certification.views.blueprint import bp
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import Text, _
from lms.learning.models import Enrolment, EnrolmentState
from lms.learning.operations.moves import Moving
from lms.learning.policies import may_learn
from lms.learning.queries import active_enrolments
from lms.learning.queries.moves import (
    Outcome,
    has_training_on,
    moves_of,
    newest_version,
    plan_of,
)
from lms.learning.queries.reviews import needs_responsibility
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, keys, new_token, now, today_for

NEWER = _("A newer version was published meanwhile: this is what it would change.")


@bp.route("/enrolments/<public_id>/version", methods=["GET", "POST"])
@requires(may_learn)
def move_own(public_id: str) -> ResponseReturnValue:
    """The person's own training."""
    rows = active_enrolments(db.session, actor.person_id)
    row = next((row for row in rows if row.public_id == public_id), None)
    if row is None:
        raise NotThere
    enrolment = queries.enrolment_in(db.session, row.organisation_id, public_id)
    return _page(enrolment, to=url_for("learning.programme", programme=public_id), org=None)


@bp.route("/orgs/<org>/enrolments/<public_id>/version", methods=["GET", "POST"])
@requires(policies.may_keep_register)
def move_somebody(org: str, public_id: str) -> ResponseReturnValue:
    """A training of the organisation; the manager sees what versions change, and days of moves."""
    enrolment = queries.enrolment_in(db.session, acting_in(org), public_id)
    here = url_for(".move_somebody", org=org, public_id=public_id)
    return _page(enrolment, to=here, org=org)


def _page(enrolment: Enrolment, *, to: str, org: str | None) -> ResponseReturnValue:
    form = MoveForm()
    newest = newest_version(db.session, enrolment.version_id)
    plan = plan_of(
        db.session,
        enrolment.person_id,
        enrolment.version_id,
        newest,
        organisation_id=enrolment.organisation_id,
    )
    if form.accepted():
        if newest == enrolment.version_id:
            return done(None, to=to)
        try:
            if plan.new.public_id != form.seen.data:
                raise RuleBroken("seen", NEWER)
            _move(enrolment, newest)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            words = _("The training goes on with version %(number)s.", number=plan.new.number)
            return done(words, to=to)
    form.seen.data = plan.new.public_id
    return form_page(
        "certification/move.html",
        form,
        org=org,
        enrolment=enrolment,
        plan=plan,
        newer=newest != enrolment.version_id,
        obstacle=_obstacle(enrolment, newest),
        history=moves_of(db.session, enrolment.id),
        holder=queries.holder_of(db.session, enrolment) if org else None,
        Outcome=Outcome,
    )


def _move(enrolment: Enrolment, version_id: int) -> None:
    moving = Moving(by=actor.person_id, today=today_for(actor), now=now(), token=new_token)
    move_to_version(db.session, keys(), enrolment.id, version_id, moving)


def _obstacle(enrolment: Enrolment, version_id: int) -> Text | None:
    """Why the training stays where it is for now."""
    if is_certified(db.session, enrolment.id):
        return _("A certificate was issued for this training: it stays on its version.")
    if enrolment.state is not EnrolmentState.ACTIVE:
        return _("This training has ended.")
    if version_id == enrolment.version_id:
        return None
    if has_training_on(db.session, enrolment, version_id):
        return _("A training on this version is already there.")
    if needs_responsibility(db.session, enrolment.organisation_id, version_id):
        return _("The reviews of the newer version are not complete yet.")
    return None
