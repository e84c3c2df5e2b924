"""The page that says who read a version over, and takes an organisation's responsibility."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import outline
from lms.catalogue.rules.reviews import is_reviewed, reviews_of
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import ResponsibilityForm
from lms.learning.operations.reviews import take_responsibility
from lms.learning.queries.reviews import needs_responsibility, responsible_for, version_at
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.page import done, form_page, now


@bp.route("/orgs/<org>/programmes/<public_id>/reviews", methods=["GET", "POST"])
@requires(policies.may_invite)
def reviews(org: str, public_id: str) -> ResponseReturnValue:
    """Module by module; one press takes the responsibility where something lacks."""
    organisation_id = acting_in(org)
    version_id = version_at(db.session, organisation_id, public_id) or abort(404)
    version = outline(db.session, version_id)
    form = ResponsibilityForm()
    asked = needs_responsibility(db.session, organisation_id, version_id)
    if form.accepted():
        if asked:
            take_responsibility(
                db.session,
                organisation_id=organisation_id,
                version_id=version_id,
                by=actor.person_id,
                now=now(),
            )
        return done(_("Noted. You can invite people."), to=url_for(".invite", org=org))
    return form_page(
        "learning/reviews.html",
        form,
        org=org,
        version=version,
        found=reviews_of(version),
        complete=is_reviewed(version),
        asked=asked,
        responsible=responsible_for(db.session, organisation_id, version_id),
    )
