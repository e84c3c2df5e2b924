"""The page where a manager plans by when a cohort has done each module."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import outline
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms.pace import module_days_form
from lms.learning.operations.planning import plan_modules
from lms.learning.queries.pace import modules_of
from lms.learning.views.blueprint import bp
from lms.learning.views.cohorts import cohort_of
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import said
from lms.web.page import done, form_page, now


@bp.route("/orgs/<org>/cohorts/<public_id>/modules", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def plan_cohort_modules(org: str, public_id: str) -> ResponseReturnValue:
    """A day for each module, as far as one is wished."""
    cohort = cohort_of(org, public_id)
    modules = {one.slug: said(one.title) for one in outline(db.session, cohort.version_id).modules}
    planned = modules_of(db.session, [cohort.id]).get(cohort.id, {})
    form = module_days_form(modules, planned)
    if form.accepted():
        try:
            plan_modules(db.session, cohort, form.days(), by=actor.person_id, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".cohort", org=org, public_id=public_id)
            return done(_("Changes saved."), to=to)
    return form_page("learning/cohort_modules.html", form, org=org, cohort=cohort)
