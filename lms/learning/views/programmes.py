"""Pages: an organisation's programmes, and who is in training on which version."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from lms.catalogue.models import DraftState
from lms.learning import policies
from lms.learning.queries.programmes import programmes_of, trained_on, version_of
from lms.learning.queries.reviews import unreviewed
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import acting_in, requires
from lms.web.page import page

LONGEST_KEY = 15


@bp.get("/orgs/<org>/programmes")
@requires(policies.may_invite)
def programmes(org: str) -> ResponseReturnValue:
    """Every programme that may be offered here: version, draft, reviews, people in training."""
    organisation_id = acting_in(org)
    found = programmes_of(db.session, organisation_id, after=request.args.get("after", "")[:80])
    newest = [row.version_id for row in found.rows if row.version_id is not None]
    lacking = {version.id for version in unreviewed(db.session, organisation_id, newest)}
    return page(
        "learning/programmes.html", org=org, found=found, lacking=lacking, States=DraftState
    )


@bp.get("/orgs/<org>/programmes/<public_id>/people")
@requires(policies.may_invite)
def people_on(org: str, public_id: str) -> ResponseReturnValue:
    """Who is in training on one version."""
    organisation_id = acting_in(org)
    version = version_of(db.session, organisation_id, public_id) or abort(404)
    after = request.args.get("after", "")
    last = int(after) if after.isdecimal() and len(after) < LONGEST_KEY else 0
    found = trained_on(db.session, organisation_id, version.id, after=last)
    return page("learning/people_on.html", org=org, version=version, found=found)
