"""Pages: setting a signed session right, and taking a correction back before it is signed."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.refusals import NotThere, RuleBroken
from lms.kernel.text import _
from lms.supervision.forms.records import PressForm
from lms.supervision.forms.revisions import ReviseForm
from lms.supervision.forms.sessions import OTHER
from lms.supervision.operations.revise import (
    FreshIds,
    revisable,
    revise_record,
    withdraw_revision,
)
from lms.supervision.queries.records import Record
from lms.supervision.queries.versions import versions_of
from lms.supervision.render import records as render
from lms.supervision.rules.sessions import USUAL_MINUTES, earliest_day
from lms.supervision.views.blueprint import bp
from lms.supervision.views.records import refused_page
from lms.supervision.views.signing import address_of, record_for_change
from lms.web.database import db
from lms.web.guard import actor, anyone, requires
from lms.web.page import done, form_page, keys, new_token, now


@bp.route("/records/<public_id>/revise", methods=["GET", "POST"])
@requires(anyone)
def revise(public_id: str) -> ResponseReturnValue:
    found = record_for_change(public_id)
    if not found.mine:
        raise NotThere
    elsewhere = _where_to_go_on(found) if request.method == "GET" else None
    if elsewhere:
        return redirect(address_of(elsewhere), 303)
    form = ReviseForm(data=_as_form(found))
    if form.accepted():
        ids = FreshIds(session=new_token(), record=new_token(), text=new_token())
        try:
            order, logged_on = form.order(), _logged_on(found)
            revise_record(db.session, keys(), found, order, logged_on=logged_on, now=now(), ids=ids)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            said = _("Correction kept. Check it, then sign it: nobody else sees it before.")
            return done(said, to=url_for(".sign", public_id=ids.record))
    return _revise_page(found, form)


@bp.post("/records/<public_id>/withdraw-revision")
@requires(anyone)
def withdraw_correction(public_id: str) -> ResponseReturnValue:
    found, form = record_for_change(public_id), PressForm()
    if not found.mine or found.replaced is None:
        raise NotThere
    if form.accepted():
        try:
            withdraw_revision(db.session, found, now=now())
        except RuleBroken as broken:
            form.blame(broken)
        else:
            said = _("The correction is withdrawn. The session stays as it was signed.")
            return done(said, to=address_of(found.replaced.public_id))
    return refused_page(found, form)


def _revise_page(found: Record, form: ReviseForm) -> ResponseReturnValue:
    last = _logged_on(found)
    return form_page(
        "supervision/revise.html",
        form,
        record=found,
        render=render,
        first=earliest_day(last),
        last=last,
    )


def _where_to_go_on(found: Record) -> str | None:
    """The correction that is begun already, or the record when it cannot be corrected."""
    if not revisable(found):
        return found.public_id
    later = (one for one in versions_of(db.session, found) if one.id > found.id)
    return next((one.public_id for one in later), None)


def _logged_on(found: Record) -> date:
    """The civil day of the first logging, where the actor is."""
    return found.first_logged_at.astimezone(ZoneInfo(actor.time_zone)).date()


def _as_form(found: Record) -> dict[str, Any]:
    usual = found.minutes in USUAL_MINUTES
    return {
        "held_on": found.held_on,
        "length": str(found.minutes) if usual else OTHER,
        "minutes": None if usual else found.minutes,
        "mode": found.mode.value,
        "kind": found.kind.value,
    }
