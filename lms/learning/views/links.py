"""Page where a manager or a trainer makes links by which people join a cohort."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.actor import Role
from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.learning import policies
from lms.learning.forms import ConfirmForm
from lms.learning.forms.joining import LinkForm
from lms.learning.models import Cohort
from lms.learning.operations import links as operations
from lms.learning.operations.links import MakeLink, MakingLink
from lms.learning.queries.cohort_lists import cohort_in
from lms.learning.queries.links import links_of
from lms.learning.queries.reports import accompanied_cohort
from lms.learning.queries.reviews import unreviewed
from lms.learning.views.blueprint import bp
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.page import done, form_page, moment, new_token, now, today_for

USUAL = timedelta(days=30)
PLACES = 20


@bp.route("/cohorts/<public_id>/links", methods=["GET", "POST"])
@requires(policies.may_make_links)
def links(public_id: str) -> ResponseReturnValue:
    """The links of a cohort; a new one is shown this once, for only its digest is kept."""
    cohort = _cohort(public_id)
    form = LinkForm(ends_on=_usual_end(cohort), places=cohort.capacity or PLACES)
    made = ""
    if form.accepted():
        made = _make(cohort, form)
    return form_page(
        "learning/links.html",
        LinkForm(formdata=None, ends_on=_usual_end(cohort), places=PLACES) if made else form,
        cohort=cohort,
        today=today_for(actor),
        links=links_of(db.session, cohort.id),
        made=made,
        press=ConfirmForm(formdata=None),
        unreviewed=unreviewed(db.session, cohort.organisation_id, [cohort.version_id]),
    )


@bp.post("/cohorts/<public_id>/links/<link>/close")
@requires(policies.may_make_links)
def close_link(public_id: str, link: str) -> ResponseReturnValue:
    """The link works no more."""
    cohort = _cohort(public_id)
    to = url_for(".links", public_id=public_id)
    if not ConfirmForm().accepted():
        return done(None, to=to)
    operations.close_link(db.session, cohort, link, by=actor.person_id, now=now())
    return done(_("The link works no more. Whoever joined by it stays."), to=to)


def _make(cohort: Cohort, form: LinkForm) -> str:
    """The whole address of a new link; nothing where it was refused."""
    token = new_token()
    how = MakingLink(by=actor.person_id, token=token, **moment())
    try:
        operations.make_link(db.session, cohort, form.into(MakeLink), how)
    except RuleBroken as broken:
        form.blame(broken)
        return ""
    return site_address(url_for(".join", token=token))


def site_address(path: str) -> str:
    """A path of the site as people copy it."""
    site: str = current_app.extensions["sillage.settings"].public_url
    return site.rstrip("/") + path


def _cohort(public_id: str) -> Cohort:
    """A cohort of the organisation for its managers, an own one for trainers."""
    if actor.role is Role.MANAGER:
        found = cohort_in(db.session, actor.organisation_id or 0, public_id)
    else:
        found = accompanied_cohort(db.session, actor.person_id, public_id, actor.role)
    if found is None:
        raise NotThere
    return found


def _usual_end(cohort: Cohort) -> object:
    today = today_for(actor)
    return max(today, min(today + USUAL, cohort.ends_on))
