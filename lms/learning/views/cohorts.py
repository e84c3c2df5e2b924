"""Pages where a manager makes, changes and closes cohorts."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import newest_versions, outline
from lms.catalogue.rules import said
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import ConfirmForm
from lms.learning.forms.cohorts import CohortForm
from lms.learning.models import Cohort, CohortState
from lms.learning.operations import cohorts as operations
from lms.learning.operations.cohorts import KeepCohort
from lms.learning.queries import cohort_lists as queries
from lms.learning.queries.requests import requests_number
from lms.learning.queries.reviews import unreviewed
from lms.learning.views.blueprint import bp
from lms.learning.views.links import site_address
from lms.web.database import db
from lms.web.guard import acting_in, actor, requires
from lms.web.i18n import language
from lms.web.page import done, form_page, new_token, now, page

LONGEST_KEY = 64


@bp.get("/orgs/<org>/cohorts")
@requires(policies.may_keep_cohorts)
def cohorts(org: str) -> ResponseReturnValue:
    """Cohorts that are open, or those that were closed."""
    closed = request.args.get("state") == CohortState.CLOSED
    state = CohortState.CLOSED if closed else CohortState.OPEN
    found = queries.cohorts_of(db.session, acting_in(org), state, after=asked_after())
    return page(
        "learning/cohorts.html",
        org=org,
        found=found,
        closed=closed,
        requests=requests_number(db.session, acting_in(org)),
    )


@bp.route("/orgs/<org>/cohorts/new", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def make_cohort(org: str) -> ResponseReturnValue:
    """A new cohort on one programme."""
    organisation_id = acting_in(org)
    newest = newest_versions(db.session)
    form = CohortForm({version.id: said(version.title, language()) for version in newest})
    if form.accepted():
        try:
            made = operations.make_cohort(
                db.session,
                form.into(KeepCohort),
                version_id=form.version_id.data,
                organisation_id=organisation_id,
                by=actor.person_id,
                now=now(),
                public_id=new_token(),
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".cohort", org=org, public_id=made.public_id)
            return done(_("Cohort made. Choose who accompanies it, then add people."), to=to)
    lacking = unreviewed(db.session, organisation_id, [version.id for version in newest])
    return form_page("learning/cohort_form.html", form, org=org, cohort=None, unreviewed=lacking)


@bp.get("/orgs/<org>/cohorts/<public_id>")
@requires(policies.may_keep_cohorts)
def cohort(org: str, public_id: str) -> ResponseReturnValue:
    """One cohort: facts, who accompanies it, who is in it."""
    found = cohort_of(org, public_id)
    return page(
        "learning/cohort.html",
        org=org,
        cohort=found,
        version=outline(db.session, found.version_id),
        staff=queries.staff_in(db.session, found.id),
        people=queries.people_in(db.session, found.id, after=asked_after()),
        form=ConfirmForm(),
        ask=site_address(url_for(".ask_to_join", public_id=public_id)),
    )


@bp.route("/orgs/<org>/cohorts/<public_id>/change", methods=["GET", "POST"])
@requires(policies.may_keep_cohorts)
def change_cohort(org: str, public_id: str) -> ResponseReturnValue:
    """Dates, places and the like of a cohort."""
    found = cohort_of(org, public_id)
    form = CohortForm(None, obj=found)
    if form.accepted():
        try:
            operations.change_cohort(
                db.session, found, form.into(KeepCohort), by=actor.person_id, now=now()
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".cohort", org=org, public_id=public_id)
            return done(_("Changes saved."), to=to)
    return form_page("learning/cohort_form.html", form, org=org, cohort=found, unreviewed=())


@bp.post("/orgs/<org>/cohorts/<public_id>/close")
@requires(policies.may_keep_cohorts)
def close_cohort(org: str, public_id: str) -> ResponseReturnValue:
    """Nobody joins any more; who is in it goes on."""
    return _set_state(org, public_id, CohortState.CLOSED)


@bp.post("/orgs/<org>/cohorts/<public_id>/reopen")
@requires(policies.may_keep_cohorts)
def reopen_cohort(org: str, public_id: str) -> ResponseReturnValue:
    """People may join again."""
    return _set_state(org, public_id, CohortState.OPEN)


def _set_state(org: str, public_id: str, state: CohortState) -> ResponseReturnValue:
    found = cohort_of(org, public_id)
    to = url_for(".cohort", org=org, public_id=public_id)
    if not ConfirmForm().accepted():
        return done(None, to=to)
    operations.set_state(db.session, found, state, by=actor.person_id, now=now())
    words = (
        _("Cohort closed: nobody joins it any more. Who is in it goes on.")
        if state is CohortState.CLOSED
        else _("Cohort open again.")
    )
    return done(words, to=to)


def cohort_of(org: str, public_id: str) -> Cohort:
    """The cohort of this address, in the organisation where the manager acts."""
    found = queries.cohort_in(db.session, acting_in(org), public_id)
    if found is None:
        raise NotThere
    return found


def asked_after() -> str:
    """The key of the last row seen, from the address."""
    return request.args.get("after", "")[:LONGEST_KEY]
