"""Pages: what an organisation asks of the people who hold a role in it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.text import _
from lms.organisations import operations, policies, queries
from lms.organisations.forms import SecondFactorForm
from lms.web.database import db
from lms.web.guard import acting_in, actor, recently_proved, requires
from lms.web.page import done, form_page, now

bp = Blueprint("organisations", __name__)


@bp.route("/orgs/<org>/settings", methods=["GET", "POST"])
@requires(policies.may_change_settings)
@recently_proved
def settings(org: str) -> ResponseReturnValue:
    """Who signs in in two steps, and what documents print about the organisation."""
    organisation = queries.organisation_of(db.session, acting_in(org))
    form = SecondFactorForm(roles=sorted(queries.roles_asked(organisation)))
    if form.accepted():
        operations.ask_second_factor(
            db.session,
            organisation,
            frozenset(form.roles.data or ()),
            by=actor.person_id,
            now=now(),
        )
        return done(_("The settings are kept."), to=url_for(".settings", org=org))
    return form_page("organisations/settings.html", form, org=org, organisation=organisation)
